// npm start and the knowledge command line, as a person at a terminal meets them. The build is there already; each test has a state
// folder and a port of its own.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { migrate } from '../scripts/start/migrations.mjs';
import { commandOf, groupMembers } from '../scripts/start/processes.mjs';
import { freePort } from './free-port.ts';

const ROOT = join(import.meta.dirname, '..');
const START = join(ROOT, 'scripts', 'start.mjs');
const KNOWLEDGE = join(ROOT, 'scripts', 'knowledge.mjs');

// Each start prepares a database and boots the runtime: seconds on a quiet machine, many on a busy one.
test.describe.configure({ timeout: 180_000 });

let prepared: string;
let state: string;
let port: number;
let started: Started[] = [];
test.beforeAll(async () => {
	prepared = await mkdtemp(join(tmpdir(), 'segue-prepared-'));
	await migrate({ root: ROOT, state: prepared, logs: prepared });
});
test.afterAll(() => rm(prepared, { recursive: true, force: true }));
test.beforeEach(async () => {
	state = await mkdtemp(join(tmpdir(), 'segue-start-'));
	await cp(prepared, state, { recursive: true });
	port = await freePort();
	started = [];
});
test.afterEach(async () => {
	for (const { child, ended } of started) {
		child.kill('SIGTERM');
		await ended;
	}
	await rm(state, { recursive: true, force: true });
});

interface Started {
	child: ChildProcess;
	output: () => string;
	ended: Promise<number | null>;
	/** Resolves when it says it is ready; rejects when it ends before. */
	ready: Promise<void>;
}

/** A terminal's, without the colours of a test runner, of which Node would warn. */
const { FORCE_COLOR: _forced, NO_COLOR: _refused, ...TERMINAL } = process.env;

function start(environment: Record<string, string> = {}, command = [process.execPath, START]): Started {
	const [program = '', ...args] = command;
	const child = spawn(program, args, {
		cwd: ROOT,
		env: { ...TERMINAL, PORT: String(port), SEGUE_STATE: state, SEGUE_DEMO: 'off', ...environment },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	const ended = new Promise<number | null>((resolve) => {
		child.once('close', (code) => {
			resolve(code);
		});
	});
	const ready = new Promise<void>((resolve, reject) => {
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (data: Buffer) => {
				output += data.toString();
				if (output.includes('Segue is ready on')) resolve();
			});
		void ended.then(() => {
			reject(new Error(output));
		});
	});
	ready.catch(() => undefined);
	const one = { child, output: () => output, ended, ready };
	started.push(one);
	return one;
}

/** Who leads the groups that the start of this state folder noted: the app's, then that of the Worker that hashes passwords. */
async function serverLeaders(): Promise<number[]> {
	return (JSON.parse(await readFile(join(state, 'lock'), 'utf8')) as { serverPids: number[] }).serverPids;
}

const serverProcesses = async () => (await serverLeaders()).flatMap((leader) => groupMembers(leader));

const isHealthy = async () => (await fetch(`http://localhost:${String(port)}/api/health`)).ok;

/** By a signal to the start alone. */
async function expectWholeEnd(segue: Started, signal: 'SIGINT' | 'SIGTERM', code: number): Promise<void> {
	const processes = await serverProcesses();
	expect(processes.map(commandOf).join('\n')).toContain('workerd');
	segue.child.kill(signal);
	expect(await segue.ended).toBe(code);
	expect(processes.map(commandOf).filter(Boolean)).toEqual([]);
	await expect(isHealthy()).rejects.toThrow();
	expect(await readdir(state)).not.toContain('lock');
}

test('a second start on the same state folder is refused, and the first one goes on; SIGINT ends every process, frees the port and lets go of the folder', async () => {
	const segue = start();
	await segue.ready;
	expect(segue.output()).toContain(`Segue is ready on http://localhost:${String(port)}\n`);
	const second = start({ PORT: String(await freePort()) });
	expect(await second.ended).toBe(1);
	expect(second.output()).toMatch(/^Segue is already running on this state folder \(.*\): end it first.*\n$/);
	expect(await isHealthy()).toBe(true);
	await expectWholeEnd(segue, 'SIGINT', 130);
});

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
	test(`npm start that gets ${signal}, and nobody else, leaves no process`, async () => {
		const npm = start({}, ['npm', 'start']);
		await npm.ready;
		const processes = await serverProcesses();
		npm.child.kill(signal);
		await expect.poll(() => processes.map(commandOf).filter(Boolean), { timeout: 30_000 }).toEqual([]);
		await expect.poll(async () => (await readdir(state)).includes('lock')).toBe(false);
	});
}

test('a start after kill -9 ends what was left running and has all data; SIGTERM ends it whole', async () => {
	const first = start();
	await first.ready;
	const key = await readFile(join(state, 'admin-key'), 'utf8');
	await writeFile(join(state, 'handbook.md'), '# Handbook\n\nThe door is green.\n');
	const addresses = { SEGUE_URL: `http://localhost:${String(port)}`, SEGUE_STATE: state };
	const knowledge = async (...args: string[]) =>
		(
			await promisify(execFile)(process.execPath, [KNOWLEDGE, ...args], {
				env: { ...process.env, SEGUE_KEY: '', ...addresses }
			})
		).stdout;
	expect(await knowledge('add', join(state, 'handbook.md'))).toBe(
		'1 added, 0 revised, 0 unchanged, 0 failed\n'
	);
	const orphans = await serverProcesses();
	first.child.kill('SIGKILL');
	await first.ended;

	const again = start();
	await again.ready;
	expect(orphans.map(commandOf).filter(Boolean)).toEqual([]);
	expect(await readFile(join(state, 'admin-key'), 'utf8')).toBe(key);
	expect(await knowledge('add', join(state, 'handbook.md'))).toBe(
		'0 added, 0 revised, 1 unchanged, 0 failed\n'
	);
	expect(await knowledge('remove', 'handbook.md')).toBe('removed handbook.md\n');
	await expectWholeEnd(again, 'SIGTERM', 143);
});

for (const [index, log] of ['server', 'passwords'].entries())
	test(`a ${log} process that dies is told in one sentence, with its log, and ends the start`, async () => {
		const segue = start();
		await segue.ready;
		const processes = await serverProcesses();
		process.kill((await serverLeaders())[index] ?? 0, 'SIGKILL');
		expect(await segue.ended).toBe(1);
		expect(segue.output()).toMatch(
			new RegExp(`The server ended by itself \\(.*\\): its words are in .*${log}\\.log\\.\\n$`)
		);
		expect(processes.map(commandOf).filter(Boolean)).toEqual([]);
	});

test('a taken port is told in one sentence', async () => {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const segue = start();
	expect(await segue.ended).toBe(1);
	expect(segue.output()).toBe(
		`Port ${String(port)} is in use by another program: end it, or start with PORT=${String(port + 1)} npm start.\n`
	);
	await new Promise((resolve) => server.close(resolve));
});

test('a state folder that is a file is told in one sentence', async () => {
	await writeFile(join(state, 'file'), '');
	const segue = start({ SEGUE_STATE: join(state, 'file') });
	expect(await segue.ended).toBe(1);
	expect(segue.output()).toBe(
		`The state folder ${join(state, 'file')} is a file: set SEGUE_STATE to a folder.\n`
	);
});
