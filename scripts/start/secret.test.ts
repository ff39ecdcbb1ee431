import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureSecret, secretPath } from './secret.mjs';

let state: string;
beforeEach(async () => {
	state = await mkdtemp(join(tmpdir(), 'segue-secret-'));
});
afterEach(async () => {
	await rm(state, { recursive: true, force: true });
});

describe('the secret of a state folder', () => {
	it('is made once, 256 bits, and readable by its owner only', async () => {
		const secret = ensureSecret(state);
		expect(atob(secret.replaceAll('-', '+').replaceAll('_', '/'))).toHaveLength(32);
		expect(ensureSecret(state)).toBe(secret);
		expect((await stat(secretPath(state))).mode & 0o777).toBe(0o600);
	});

	it('is never replaced when its file was damaged: that would void what it sealed', async () => {
		await writeFile(secretPath(state), 'half a s');
		expect(() => ensureSecret(state)).toThrow(/holds no secret of Segue's/);
	});
});
