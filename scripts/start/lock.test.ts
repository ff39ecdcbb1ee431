import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.mjs';

let state: string;
beforeEach(async () => {
	state = await mkdtemp(join(tmpdir(), 'segue-lock-'));
});
afterEach(async () => {
	await rm(state, { recursive: true, force: true });
});

const held = (holder: object) => writeFile(join(state, 'lock'), JSON.stringify(holder));
const nobodyRuns = { isRunning: () => false, endLeftovers: () => Promise.resolve() };

describe('the lock of a state folder', () => {
	it('names its process, and is gone when released', async () => {
		const lock = await takeLock(state, 8788);
		expect(JSON.parse(await readFile(join(state, 'lock'), 'utf8'))).toMatchObject({
			pid: process.pid,
			port: 8788
		});
		lock.release();
		expect(await readdir(state)).toEqual([]);
	});

	it('refuses a second start and says where the first one is', async () => {
		await held({ pid: 4711, startedAt: 0, port: 9000 });
		await expect(takeLock(state, 8788, { ...nobodyRuns, isRunning: () => true })).rejects.toThrow(
			`Segue is already running on this state folder (${state}, http://localhost:9000, process 4711)`
		);
		expect(existsSync(join(state, 'lock'))).toBe(true);
	});

	it('recovers the lock of a start that died, ending what it left running first', async () => {
		await held({ pid: 4711, startedAt: 0, port: 9000, serverPids: [4712, 4713] });
		const ended: unknown[] = [];
		const lock = await takeLock(state, 8788, {
			...nobodyRuns,
			endLeftovers: (holder) => Promise.resolve(void ended.push(holder.serverPids))
		});
		expect(ended).toEqual([[4712, 4713]]);
		lock.release();
	});

	it('takes a process id that another program has now for a dead start', async () => {
		// This very process's parent lives, and is no start of Segue.
		await held({ pid: process.ppid, startedAt: 0, port: 9000, serverPids: [process.ppid] });
		const lock = await takeLock(state, 8788);
		lock.release();
	});

	it.each(['', 'nonsense', '{"pid":"x"}', '[]', 'null'])('recovers a lock that says %j', async (words) => {
		await writeFile(join(state, 'lock'), words);
		const lock = await takeLock(state, 8788, nobodyRuns);
		lock.release();
	});

	it('does not remove a lock that is no longer its own', async () => {
		const lock = await takeLock(state, 8788);
		await held({ pid: 4711, startedAt: 0, port: 9000 });
		lock.release();
		expect(existsSync(join(state, 'lock'))).toBe(true);
	});
});
