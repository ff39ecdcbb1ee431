// One wrangler that serves until it is ended: in a process group of its own, its words in the state folder.
import { spawn } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wranglerEnvironment } from './environment.mjs';
import { ownNode } from './install.mjs';
import { Problem } from './problem.mjs';
import { endGroup } from './processes.mjs';

/** What it leaves running may hold its words open after it ended. */
const LAST_WORDS_MS = 1_000;

/**
 * @typedef {{
 *   pid: number, log: string, ended: Promise<number | null>, hasEnded: () => boolean, lastWords: () => string, stop: () => Promise<void>
 * }} Serving
 * `ended` gives the exit code; `lastWords` is the end of the log.
 */

/**
 * @param {{root: string, state: string, name: string, args: string[], settings: Record<string, string>}} options
 * `name` is that of the log; `settings` are the variables that what it serves gets to see.
 * @returns {Serving}
 */
export function startWrangler({ root, state, name, args, settings }) {
	const log = join(state, 'logs', `${name}.log`);
	// An env file, even an empty one, keeps wrangler from a .dev.vars of its own choice: options.mjs has read it for both halves.
	const envFile = join(state, 'no-variables.env');
	writeFileSync(envFile, '');
	const output = createWriteStream(log);
	const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
	const child = spawn(
		ownNode(root),
		[
			wrangler,
			...args,
			...['--env-file', envFile, '--inspector-port', '0'],
			...['--show-interactive-dev-session=false', '--log-level', 'info']
		],
		{
			cwd: root,
			env: wranglerEnvironment({ root, state, settings }),
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe']
		}
	);
	child.stdout.pipe(output, { end: false });
	child.stderr.pipe(output, { end: false });
	let words = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (data) => (words = (words + data).slice(-4_000)));
	let hasEnded = false;
	const closed = new Promise((done) => child.once('close', done));
	/** @type {Promise<number | null>} */
	const ended = new Promise((done) => {
		child.once('error', () => done(127));
		child.once('exit', (code) => done(code));
	}).then(async (code) => {
		hasEnded = true;
		await Promise.race([closed, new Promise((done) => setTimeout(done, LAST_WORDS_MS))]);
		return code;
	});
	const { pid } = child;
	if (pid === undefined) throw new Problem(`The server could not be started: ${wrangler} does not run.`);
	return { pid, log, ended, hasEnded: () => hasEnded, lastWords: () => words, stop: () => endGroup(pid) };
}
