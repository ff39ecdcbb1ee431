// What the two commands share: where the checkout is, how the database is reached, and how a problem is told.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWrangler, spawned } from '../deploy/wrangler.mjs';
import { ownNode } from '../start/install.mjs';
import { Problem } from '../start/problem.mjs';
import { createWranglerDatabase } from './database.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** @param {{env: string, state: string}} where */
export function createBackupDatabase({ env, state }) {
	const logs = join(state, 'logs');
	mkdirSync(logs, { recursive: true });
	const wrangler = createWrangler({
		program: spawned(ownNode(ROOT), join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js')),
		cwd: ROOT,
		log: join(logs, 'backup.log'),
		keepsOutput: false,
		environment: process.env,
		secrets: {}
	});
	return createWranglerDatabase({ wrangler, env, state });
}

/** @param {() => Promise<void>} main */
export async function runBackupCommand(main) {
	try {
		await main();
	} catch (thrown) {
		if (!(thrown instanceof Problem)) throw thrown;
		console.error(thrown.message);
		process.exitCode = thrown.exitCode;
	}
}
