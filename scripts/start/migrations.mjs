// Brings the local database up to date. wrangler takes seconds to find that nothing is to be done, so the database itself is asked
// first which migrations it has; any doubt (no file, two files, a name missing) goes to wrangler.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { wranglerEnvironment } from './environment.mjs';
import { ownNode } from './install.mjs';
import { run } from './processes.mjs';

/** Prints the names in the order they were applied. Runs on Segue's own Node, which has SQLite. */
const READ_APPLIED = `
const { DatabaseSync } = require('node:sqlite');
const database = new DatabaseSync(process.argv[1], { readOnly: true });
console.log(JSON.stringify(database.prepare('SELECT name FROM d1_migrations ORDER BY id').all().map((row) => row.name)));`;

/** @param {{root: string, state: string}} where @returns {Promise<boolean>} true when every migration is surely applied */
export async function isMigrated({ root, state }) {
	const folder = join(state, 'v3', 'd1', 'miniflare-D1DatabaseObject');
	const databases = existsSync(folder)
		? readdirSync(folder).filter((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
		: [];
	if (databases.length !== 1) return false;
	try {
		const { stdout } = await promisify(execFile)(ownNode(root), [
			'-e',
			READ_APPLIED,
			join(folder, databases[0] ?? '')
		]);
		const applied = new Set(JSON.parse(stdout));
		return migrationFiles(root).every((name) => applied.has(name));
	} catch {
		return false;
	}
}

const migrationFiles = (root) => readdirSync(join(root, 'drizzle')).filter((name) => name.endsWith('.sql'));

/** @param {{root: string, state: string, logs: string}} where */
export async function migrate({ root, state, logs }) {
	const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
	await run(ownNode(root), [wrangler, 'd1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state], {
		cwd: root,
		env: { ...wranglerEnvironment({ root, state, settings: {} }), CI: 'true' },
		log: join(logs, 'migrations.log'),
		failure: `The database in ${state} could not be brought up to date`
	});
}
