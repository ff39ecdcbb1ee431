import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWrangler, spawned, WranglerFailure } from './wrangler.mjs';

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

describe('wrangler, as a program', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'segue-wrangler-'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	/** A shell that is given the arguments as $1, $2 … */
	const shell = (script: string) =>
		createWrangler({
			program: spawned('/bin/sh', '-c', script, 'wrangler'),
			cwd: folder,
			log: join(folder, 'log'),
			environment: {
				PATH: process.env.PATH,
				CLOUDFLARE_API_TOKEN: 'the-token',
				STRIPE_KEY: 'not-its-business'
			},
			secrets: { A: 'hush-hush' }
		});
	const log = () => readFileSync(join(folder, 'log'), 'utf8');

	it('gets its arguments whole, what is secret by its input, and of the environment what it needs', async () => {
		const wrangler = shell(
			'printf "%s|" "$@" "$(cat)" "$CLOUDFLARE_API_TOKEN" "$STRIPE_KEY" "$WRANGLER_OUTPUT_FILE_PATH"'
		);
		const said = await wrangler.run('It did not work', ['secret', 'bulk', '$HOME "x"'], {
			stdin: 'hush-hush',
			outputFile: '/out'
		});
		expect(said).toBe('secret|bulk|$HOME "x"|hush-hush|the-token||/out|');
		expect(log()).toContain('$ wrangler secret bulk');
		expect(log()).toContain('[secret]');
		expect(log()).not.toContain('hush');
	});

	it('that fails, or is not there, is told in one sentence', async () => {
		const failing = shell('echo "[ERROR] refused: hush-hush" >&2; exit 3');
		await expect(failing.run('It did not work', ['deploy'])).rejects.toThrow(
			/^It did not work: refused: \[secret\] \(all/
		);
		expect(log()).toContain('[ended with 3]');
		const missing = createWrangler({
			program: spawned('/nowhere/wrangler'),
			...{ cwd: folder, log: join(folder, 'log'), environment: {}, secrets: {} }
		});
		await expect(missing.run('It did not work', ['deploy'])).rejects.toThrow('ENOENT');
	});

	it('has its JSON found behind warnings, and answers without any are refused', async () => {
		expect(await shell('echo "a warning"; echo "[1]"').json('It did not work', ['list'])).toEqual([1]);
		await expect(shell('echo nothing').json('It did not work', ['list'])).rejects.toThrow('not the JSON');
	});
});
