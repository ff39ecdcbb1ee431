// A D1 database as backup and restore use it: rows out by SQL, rows in by SQL files. wrangler reaches both the local one and Cloudflare's.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @typedef {Record<string, string | number | null>} Row
 * @typedef {{query: (statements: string[]) => Promise<Row[][]>, execute: (sql: string) => Promise<void>}} Database
 */

/**
 * @param {{wrangler: import('../deploy/wrangler.mjs').Wrangler, env: string, state: string}} order
 * @returns {Database}
 */
export function createWranglerDatabase({ wrangler, env, state }) {
	// A deployed one by the name it has in the account: no ids are needed.
	const target =
		env === 'local' ? ['DB', '--local', '--persist-to', state] : [`segue-${env}`, '--remote', '--yes'];
	return {
		async query(statements) {
			const answers = await wrangler.json('The database could not be read', [
				...['d1', 'execute', ...target, '--json', '--command', `${statements.join(';\n')};`]
			]);
			return answers.map(({ results }) => results);
		},
		async execute(sql) {
			const folder = mkdtempSync(join(tmpdir(), 'segue-restore-'));
			const file = join(folder, 'rows.sql');
			try {
				writeFileSync(file, sql, { mode: 0o600 });
				await wrangler.run('The database could not be written', ['d1', 'execute', ...target, '--file', file]);
			} finally {
				rmSync(folder, { recursive: true, force: true });
			}
		}
	};
}

/**
 * Tables that hold something of their own: no virtual table and none that a virtual table keeps for itself, nothing of D1's.
 * @param {Database} database
 */
export async function plainTables(database) {
	const [tables = []] = await database.query(['PRAGMA table_list']);
	return tables
		.filter(({ schema, type }) => schema === 'main' && type === 'table')
		.map(({ name }) => String(name))
		.filter((name) => !/^(sqlite_|_cf_|d1_)/.test(name))
		.sort();
}

/** Names of the migrations the database has. @param {Database} database @returns {Promise<string[]>} */
export async function appliedMigrations(database) {
	const [rows = []] = await database.query(['SELECT name FROM d1_migrations ORDER BY id']);
	return rows.map(({ name }) => String(name));
}

/**
 * Which tables each table's rows hang on, by their columns.
 * @param {Database} database @param {string[]} tables
 * @returns {Promise<Map<string, {column: string, table: string, key: string}[]>>}
 */
export async function foreignKeys(database, tables) {
	const answers = await database.query(tables.map((table) => `PRAGMA foreign_key_list(${quoteName(table)})`));
	return new Map(
		tables.map((table, index) => [
			table,
			(answers[index] ?? []).map((row) => ({
				column: String(row.from),
				table: String(row.table),
				key: String(row.to)
			}))
		])
	);
}

export const quoteName = (name) => `"${name.replaceAll('"', '""')}"`;
