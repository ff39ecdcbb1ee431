// Programs that Segue starts, each in a process group of its own: ending only the top one would leave wrangler's children running.
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync, readdirSync } from 'node:fs';
import { Problem } from './problem.mjs';

const GRACE_MS = 5_000;
/** Slim images have no ps. */
const HAS_PROC = existsSync('/proc/self/stat');
/** @type {{encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}} */
const QUIET = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };

/** @param {number} pid */
export function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (thrown) {
		return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
	}
}

/** The command line of a process, or '' when there is none. @param {number} pid */
export function commandOf(pid) {
	try {
		if (HAS_PROC) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
		return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], QUIET);
	} catch {
		return '';
	}
}

/** Processes of the group that still run; one that ended and waits for a parent to notice does not count. @param {number} leader */
export function groupMembers(leader) {
	return processTable()
		.filter(({ group, state }) => group === leader && !state.startsWith('Z'))
		.map(({ pid }) => pid);
}

/** @returns {{pid: number, group: number, state: string}[]} */
function processTable() {
	if (!HAS_PROC) {
		const lines = execFileSync('ps', ['-A', '-o', 'pid=,pgid=,stat='], QUIET).trim().split('\n');
		return lines.map((line) => {
			const [pid, group, state = ''] = line.trim().split(/\s+/);
			return { pid: Number(pid), group: Number(group), state };
		});
	}
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			try {
				// pid (name, which may hold spaces and brackets) state parent group …
				const [state = '', , group] = (
					readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1) ?? ''
				).split(' ');
				return [{ pid: Number(name), group: Number(group), state }];
			} catch {
				return [];
			}
		});
}

/** Ends a whole process group: asks, waits, then insists. Resolves when none of it is left. @param {number} leader */
export async function endGroup(leader, graceMs = GRACE_MS) {
	signalGroup(leader, 'SIGTERM');
	if (await groupGone(leader, graceMs)) return;
	signalGroup(leader, 'SIGKILL');
	await groupGone(leader, graceMs);
}

/** @param {number} leader @param {NodeJS.Signals} signal */
export function signalGroup(leader, signal) {
	try {
		process.kill(-leader, signal);
	} catch {
		// Nobody is left.
	}
}

async function groupGone(leader, patienceMs) {
	const until = Date.now() + patienceMs;
	for (;;) {
		if (groupMembers(leader).length === 0) return true;
		if (Date.now() > until) return false;
		await new Promise((done) => setTimeout(done, 25));
	}
}

/** Work that is running now, so that Ctrl-C can end it. @type {Set<number>} */
const running = new Set();
export const endAllWork = () => Promise.all([...running].map((leader) => endGroup(leader, 2_000)));

/**
 * Runs a program to its end, its words into a log. Throws Problem(`failure`, with the log's path) when it fails.
 * @param {string} program
 * @param {string[]} args
 * @param {{cwd: string, env: NodeJS.ProcessEnv, log: string, failure: string}} options
 */
export async function run(program, args, { cwd, env, log, failure }) {
	const output = createWriteStream(log);
	const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	if (child.pid !== undefined) running.add(child.pid);
	let tail = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (data) => {
			output.write(data);
			tail = (tail + data).slice(-4_000);
		});
	}
	const code = await new Promise((done) => {
		child.once('error', () => done(127));
		child.once('close', done);
	});
	if (child.pid !== undefined) running.delete(child.pid);
	await new Promise((done) => output.end(done));
	if (code === 0) return;
	const full = /ENOSPC|no space left/i.test(tail) ? ' (the disk is full)' : '';
	throw new Problem(`${failure}${full}: the words of ${program.split('/').at(-1)} are in ${log}.`);
}
