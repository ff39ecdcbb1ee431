// The product itself: the app and the companion Worker in one wrangler, in a process group of its own, its words in the state folder.
import { spawn } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wranglerEnvironment } from './environment.mjs';
import { ownNode } from './install.mjs';
import { Problem } from './problem.mjs';
import { endGroup } from './processes.mjs';

const PATIENCE_MS = 60_000;

/**
 * @param {import('./options.mjs').Options} options
 * @returns {{pid: number, log: string, ended: Promise<number | null>, ready: () => Promise<void>, stop: () => Promise<void>}}
 */
export function startServer({ root, state, port, settings }) {
	const log = join(state, 'logs', 'server.log');
	// An env file, even an empty one, keeps wrangler from a .dev.vars of its own choice: options.mjs has read it for both halves.
	const envFile = join(state, 'no-variables.env');
	writeFileSync(envFile, '');
	const output = createWriteStream(log);
	const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
	const child = spawn(
		ownNode(root),
		[
			wrangler,
			...['pages', 'dev', '.svelte-kit/cloudflare', '-c', 'wrangler.toml', '-c', 'worker/wrangler.toml'],
			...['--port', String(port), '--persist-to', state, '--env-file', envFile],
			...['--inspector-port', '0', '--show-interactive-dev-session=false', '--log-level', 'info']
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
	let hasEnded = false;
	/** @type {Promise<number | null>} */
	const ended = new Promise((done) => {
		child.once('error', () => done(127));
		child.once('exit', (code) => done(code));
	}).then((code) => {
		hasEnded = true;
		return code;
	});
	const { pid } = child;
	if (pid === undefined) throw new Problem(`The server could not be started: ${wrangler} does not run.`);
	return {
		pid,
		log,
		ended,
		async ready() {
			const until = Date.now() + PATIENCE_MS;
			while (!(await isHealthy(port))) {
				if (hasEnded) throw new Problem(`The server ended before it was ready: its words are in ${log}.`);
				if (Date.now() > until)
					throw new Problem(
						`The server was not ready after ${PATIENCE_MS / 1000} s: its words are in ${log}.`
					);
				await new Promise((done) => setTimeout(done, 100));
			}
		},
		async stop() {
			await endGroup(pid);
		}
	};
}

async function isHealthy(port) {
	try {
		const response = await fetch(`http://localhost:${port}/api/health`, {
			signal: AbortSignal.timeout(5_000)
		});
		await response.arrayBuffer();
		return response.ok;
	} catch {
		return false;
	}
}
