import { expect, it } from 'vitest';
import { wrongName } from './file-names.mjs';

it.each([
	'src/lib/chat/Composer.svelte',
	'src/lib/chat/conversation.svelte.ts',
	'src/routes/+page.server.ts',
	'worker/rate-limit.object.ts',
	'.dependency-cruiser.mjs',
	'src/lib/shared/text/terms.test.ts'
])('%s says what it holds', (path) => {
	expect(wrongName(path)).toBeUndefined();
});

it.each([
	['src/lib/shared/utils.ts', 'says nothing'],
	['src/lib/text-helpers.ts', 'says nothing'],
	['src/lib/common.test.ts', 'says nothing'],
	['src/lib/ui/SessionManager.ts', 'kebab-case'],
	['src/lib/ui/button.svelte', 'PascalCase'],
	['src/lib/session_store.ts', 'kebab-case']
])('%s is refused', (path, why) => {
	expect(wrongName(path)).toContain(why);
});
