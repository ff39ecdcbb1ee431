// Starts the product as a user does (scripts/start.mjs) on a port and state folder of its own, and ends it: politely, or as a
// power cut would, by SIGKILL to every process of it at once.
import { execFileSync, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A bench is no visitor who asks too much. */
export const UNLIMITED = {
	CHAT_REQUESTS_PER_MINUTE: '100000',
	REQUESTS_PER_MINUTE: '1000000',
	LOG_LEVEL: 'error'
};

const ROOT = path.resolve(import.meta.dirname, '..');

/**
 * @param {{port: number, state: string, settings?: Record<string, string>}} options
 * @returns {Promise<{url: string, key: string, stop: () => Promise<void>, kill: () => Promise<void>}>}
 */
export async function startProduct({ port, state, settings = {} }) {
	const child = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs')], {
		cwd: ROOT,
		env: { ...process.env, SEGUE_DEMO: 'off', ...settings, PORT: String(port), SEGUE_STATE: state },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const url = `http://localhost:${port}`;
	await new Promise((resolve, reject) => {
		let output = '';
		child.stdout.on('data', (data) => {
			output += data;
			if (output.includes(`Segue is ready on ${url}`)) resolve(undefined);
		});
		void ended.then(() => reject(new Error(`the product did not start:\n${output}`)));
	});
	const key = (await readFile(path.join(state, 'admin-key'), 'utf8')).trim();
	return {
		url,
		key,
		stop: async () => {
			child.kill('SIGTERM');
			await ended;
		},
		kill: async () => {
			for (const pid of [child.pid, ...descendants(child.pid)]) {
				try {
					process.kill(/** @type {number} */ (pid), 'SIGKILL');
				} catch {
					// It ended by itself in between.
				}
			}
			await ended;
		}
	};
}

/** Every process below `root`, whatever group or session it moved itself to. @param {number | undefined} root */
function descendants(root) {
	/** @type {Map<number, number[]>} */
	const children = new Map();
	for (const line of execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')) {
		const [pid, parent] = line.trim().split(/\s+/).map(Number);
		if (pid !== undefined && parent !== undefined)
			children.set(parent, [...(children.get(parent) ?? []), pid]);
	}
	const found = [];
	const open = [root ?? -1];
	for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
		const below = children.get(pid) ?? [];
		found.push(...below);
		open.push(...below);
	}
	return found;
}
