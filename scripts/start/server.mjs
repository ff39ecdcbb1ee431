// The product itself, as two programs: the app and the companion Worker in one wrangler, and the Worker that hashes passwords in
// another. They are two because one workerd runs everything on one thread, and a hash would hold up every stream
// (docs/decisions/0021-password-hashing-apart.md). The first finds the second by the registry in the state folder.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLED, SOURCES } from './bundles.mjs';
import { Problem } from './problem.mjs';
import { startWrangler } from './wrangler.mjs';

const PATIENCE_MS = 180_000;

/**
 * @param {import('./options.mjs').Options} options
 * `ended` resolves as soon as one of the two has ended by itself.
 * @returns {{pids: number[], ended: Promise<{code: number | null, log: string, lastWords: string}>, ready: () => Promise<void>, stop: () => Promise<void>}}
 */
export function startServer({ root, state, port, dev, settings }) {
	const served = dev ? SOURCES : BUNDLED;
	// What a killed start left there would be asked in vain.
	rmSync(join(state, 'registry'), { recursive: true, force: true });
	const passwords = startWrangler({
		root,
		state,
		name: 'passwords',
		// Any port: nobody calls it by address.
		args: [...['dev', '-c', served.passwords, '--port', '0'], ...['--persist-to', join(state, 'passwords')]],
		settings: {}
	});
	const app = startWrangler({
		root,
		state,
		name: 'server',
		args: [
			...['pages', 'dev', served.app, '-c', 'wrangler.toml', '-c', served.companion],
			...['--port', String(port), '--persist-to', state]
		],
		settings
	});
	const both = [app, passwords];
	return {
		pids: both.map(({ pid }) => pid),
		ended: Promise.race(
			both.map(async ({ ended, log, lastWords }) => ({ code: await ended, log, lastWords: lastWords() }))
		),
		async ready() {
			const until = Date.now() + PATIENCE_MS;
			while (!(await isHealthy(port))) {
				const gone = both.find(({ hasEnded }) => hasEnded());
				// Told by `ended`, which has its last words.
				if (gone) await new Promise(() => undefined);
				if (Date.now() > until)
					throw new Problem(
						`The server was not ready after ${PATIENCE_MS / 1000} s: its words are in ${both.map(({ log }) => log).join(' and ')}.`
					);
				await new Promise((done) => setTimeout(done, 100));
			}
		},
		async stop() {
			await Promise.all(both.map(({ stop }) => stop()));
		}
	};
}

/** Answers, and has found the Worker that hashes. */
async function isHealthy(port) {
	try {
		const response = await fetch(`http://localhost:${port}/api/health`, {
			signal: AbortSignal.timeout(5_000)
		});
		const { stores } = await response.json();
		return response.ok && stores.passwords.status === 'ok';
	} catch {
		return false;
	}
}
