import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adminKeyPath, ensureAdminKey, hashKey, readAdminKey } from './admin-key.mjs';

let state: string;
beforeEach(async () => {
	state = await mkdtemp(join(tmpdir(), 'segue-key-'));
});
afterEach(async () => {
	await rm(state, { recursive: true, force: true });
});

describe("the administrator's key", () => {
	it('is made once and readable by its owner only', async () => {
		expect(readAdminKey(state)).toBeUndefined();
		const key = ensureAdminKey(state);
		expect(ensureAdminKey(state)).toBe(key);
		expect(readAdminKey(state)).toBe(key);
		expect((await stat(adminKeyPath(state))).mode & 0o777).toBe(0o600);
		expect(hashKey(key)).toMatch(/^[0-9a-f]{64}$/);
	});

	it('is made anew when the file holds none, and is closed to others again', async () => {
		await writeFile(adminKeyPath(state), 'half a k', { mode: 0o644 });
		expect(ensureAdminKey(state)).toMatch(/^sk_segue_/);
		expect((await stat(adminKeyPath(state))).mode & 0o777).toBe(0o600);
	});
});
