import { expect, it } from 'vitest';
import { WranglerFailure } from './wrangler.mjs';

it.each([
	[
		'▲ [WARNING] A fetch request failed, likely due to a connectivity issue.\n✘ [ERROR] fetch failed',
		'cannot be reached'
	],
	['✘ [ERROR] Authentication error [code: 10000]', 'the account refuses this sign-in'],
	[
		"✘ [ERROR] In a non-interactive environment, it's necessary to set a CLOUDFLARE_API_TOKEN",
		'nobody is signed in'
	],
	[
		'✘ [ERROR] You have exceeded the limit of databases [code: 7406]',
		'has reached a limit: You have exceeded'
	],
	['✘ [ERROR] A database with that name already exists [code: 7502]', 'a name is taken by something else'],
	[
		'\u001b[31m✘ \u001b[41m[ERROR]\u001b[0m no such table: users\n🪵  Logs were written to "x"',
		': no such table: users (all'
	],
	['', 'it ended without a word']
])('what wrangler says is told in one sentence: %.60j', (words, said) => {
	const { message } = new WranglerFailure('It did not work', words, '/log');
	expect(message).toContain(said);
	expect(message).toMatch(/^It did not work: .* \(all of wrangler’s words: \/log\)\.$/s);
});
