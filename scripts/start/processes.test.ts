import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandOf, endGroup, groupMembers, isAlive, run } from './processes.mjs';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'segue-processes-'));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

/** A group of two: a shell and what it started. Resolves when both run. */
async function startGroup(script: string): Promise<number> {
	const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
	await once(child.stdout, 'data');
	return child.pid ?? 0;
}

describe('processes in a group of their own', () => {
	it('all end when the group is ended', async () => {
		const leader = await startGroup('sleep 60 & echo ready; wait');
		expect(groupMembers(leader)).toHaveLength(2);
		expect(isAlive(leader)).toBe(true);
		expect(commandOf(leader)).toContain('sleep 60');
		await endGroup(leader);
		expect(groupMembers(leader)).toEqual([]);
	});

	it('are killed when they do not listen', async () => {
		const leader = await startGroup("trap '' TERM; (trap '' TERM; sleep 60) & echo ready; wait");
		await endGroup(leader, 100);
		expect(groupMembers(leader)).toEqual([]);
	});

	it('that are gone already are no trouble', async () => {
		await expect(endGroup(2_147_483_000)).resolves.toBeUndefined();
		expect(commandOf(2_147_483_000)).toBe('');
	});
});

describe('a program run to its end', () => {
	const options = () => ({ cwd: folder, env: process.env, log: join(folder, 'log'), failure: 'It failed' });

	it('leaves its words in the log', async () => {
		await run('/bin/sh', ['-c', 'echo out; echo err >&2'], options());
		expect((await readFile(join(folder, 'log'), 'utf8')).split('\n').sort()).toEqual(['', 'err', 'out']);
	});

	it('that fails is one sentence with the path of the log', async () => {
		await expect(run('/bin/sh', ['-c', 'exit 3'], options())).rejects.toThrow(
			`It failed: the words of sh are in ${folder}/log.`
		);
		await expect(run('/nowhere/tool', [], options())).rejects.toThrow('It failed: the words of tool are in');
	});

	it('that filled the disk is told as such', async () => {
		await expect(
			run('/bin/sh', ['-c', 'echo ENOSPC: no space left on device; exit 1'], options())
		).rejects.toThrow('It failed (the disk is full)');
	});
});
