// The compiled messages in a few modules instead of one a message. Each test file loads its modules anew: a thousand small ones took longer
// than the tests. The product is built from the small ones, so that a page gets the words it shows and no others.
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** An alias for every project of tests. */
export async function messagesInOne(): Promise<{ find: string; replacement: string }> {
	const outdir = here('../../.svelte-kit/messages-in-one');
	await compile({
		project: here('../../project.inlang'),
		outdir,
		outputStructure: 'locale-modules',
		strategy: ['cookie', 'baseLocale'],
		emitReadme: false,
		emitGitIgnore: false
	});
	return { find: '#lib/paraglide/messages.js', replacement: `${outdir}/messages.js` };
}
