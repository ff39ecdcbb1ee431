// The Worker that hashes passwords, for the tests inside workerd: beside the companion Worker, as miniflare's own kind of Worker, which
// takes JavaScript only.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function passwordsWorker() {
	const built = await build({
		root: ROOT,
		configFile: false,
		logLevel: 'error',
		build: {
			write: false,
			minify: false,
			ssr: 'worker/passwords/index.ts',
			rolldownOptions: { external: [/^cloudflare:/, /^node:/] }
		},
		ssr: { noExternal: true }
	});
	if (Array.isArray(built) || !('output' in built)) throw new Error('one bundle was expected');
	return {
		name: 'segue-passwords',
		modules: [
			{ type: 'ESModule' as const, path: 'index.js', contents: built.output[0].code }
		] satisfies unknown[],
		compatibilityDate: '2026-10-01',
		compatibilityFlags: ['nodejs_compat'],
		durableObjects: { PASSWORDS: { className: 'PasswordObject', useSQLite: true } }
	};
}
