// Brings the local database up to date. wrangler takes seconds to find that nothing is to be done, so the database itself is asked
// first which migrations it has; any doubt (two files, a name missing) goes to wrangler. It starts a runtime anew for each migration, so a
// database that is not there yet gets them all at once.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

const databaseFolder = (state) => join(state, 'v3', 'd1', 'miniflare-D1DatabaseObject');

/** @param {string} state @returns {string[]} */
function databaseFiles(state) {
	const folder = databaseFolder(state);
	if (!existsSync(folder)) return [];
	return readdirSync(folder).filter((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite');
}

/** @param {{root: string, state: string}} where @returns {Promise<boolean>} true when every migration is surely applied */
export async function isMigrated({ root, state }) {
	const databases = databaseFiles(state);
	if (databases.length !== 1) return false;
	try {
		const { stdout } = await promisify(execFile)(ownNode(root), [
			'-e',
			READ_APPLIED,
			join(databaseFolder(state), databases[0] ?? '')
		]);
		const applied = new Set(JSON.parse(stdout));
		return migrationFiles(root).every((name) => applied.has(name));
	} catch {
		return false;
	}
}

const migrationFiles = (root) =>
	readdirSync(join(root, 'drizzle'))
		.filter((name) => name.endsWith('.sql'))
		.sort();

/** All migrations and wrangler's own note of them, as one batch: whole, or not at all. */
export function allAtOnce(root) {
	const names = migrationFiles(root);
	return [
		// The last statement of a file may go without its semicolon.
		...names.map((name) => readFileSync(join(root, 'drizzle', name), 'utf8').replace(/;?\s*$/, ';')),
		`CREATE TABLE d1_migrations (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	name TEXT UNIQUE,
	applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);`,
		...names.map((name) => `INSERT INTO d1_migrations (name) VALUES ('${name}');`)
	].join('\n');
}

/** @param {{root: string, state: string, logs: string}} where */
export async function migrate({ root, state, logs }) {
	const isNew = databaseFiles(state).length === 0;
	const file = join(logs, 'migrations.sql');
	if (isNew) writeFileSync(file, allAtOnce(root));
	const work = isNew ? ['execute', 'DB', '--file', file] : ['migrations', 'apply', 'DB'];
	const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
	await run(ownNode(root), [wrangler, 'd1', ...work, '--local', '--persist-to', state], {
		cwd: root,
		env: { ...wranglerEnvironment({ root, state, settings: {} }), CI: 'true' },
		log: join(logs, 'migrations.log'),
		failure: `The database in ${state} could not be brought up to date`
	});
}
