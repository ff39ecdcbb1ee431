// A backup: every plain table as JSON lines, and a manifest with counts and hashes, written last: a folder without one is no backup. Rows
// are read in pages by rowid, so a backup of a living school is no single moment; children are read before what they hang on, and a row
// whose parent is gone by then is left out when it is restored. What can be made from the rest is not in it.
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../start/problem.mjs';
import { appliedMigrations, foreignKeys, plainTables, quoteName } from './database.mjs';

export const ROWID = '__rowid';
/** Describes vectors, which are made anew after a restore; what triggers make again as rows come in, and what the report reads again. */
export const DERIVED = [
	'knowledge_indexes',
	'conversation_facts',
	'conversation_labels',
	'question_outcomes',
	'report_progress'
];
const MOST_ROWS_A_PAGE = 500;

/**
 * @typedef {{version: 1, env: string, takenAt: string, migrations: string[], tables: Record<string, {rows: number, sha256: string}>}} Manifest
 */

/** @param {{database: import('./database.mjs').Database, env: string, folder: string, say: (line: string) => void}} order */
export async function dump({ database, env, folder, say }) {
	const tables = (await plainTables(database)).filter((name) => !DERIVED.includes(name));
	const keys = await foreignKeys(database, tables);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	/** @type {Manifest} */
	const manifest = {
		version: 1,
		env,
		takenAt: new Date().toISOString(),
		migrations: await appliedMigrations(database),
		tables: {}
	};
	// Level by level: all tables of one level page by page in the same calls, since a call costs more than its rows.
	for (const level of parentsFirst(tables, keys).reverse()) {
		const written = await dumpTables(database, level, folder);
		for (const [table, { rows, hash }] of written) {
			manifest.tables[table] = { rows, sha256: hash.digest('hex') };
			say(`${table}: ${rows} rows`);
		}
	}
	writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, '\t')}\n`, { mode: 0o600 });
	return manifest;
}

async function dumpTables(database, tables, folder) {
	const written = new Map(tables.map((table) => [table, { rows: 0, hash: createHash('sha256') }]));
	const position = new Map(tables.map((table) => [table, Number.MIN_SAFE_INTEGER]));
	for (const table of tables) writeFileSync(join(folder, `${table}.jsonl`), '', { mode: 0o600 });
	let pageRows = MOST_ROWS_A_PAGE;
	while (position.size > 0) {
		const open = [...position.entries()];
		let pages;
		try {
			pages = await database.query(
				open.map(
					([table, after]) =>
						`SELECT rowid AS ${ROWID}, * FROM ${quoteName(table)} WHERE rowid > ${after} ORDER BY rowid LIMIT ${pageRows}`
				)
			);
		} catch (thrown) {
			// Rows may hold 2 MB each: fewer at a time then.
			if (!(thrown instanceof Problem) || pageRows === 1) throw thrown;
			pageRows = Math.ceil(pageRows / 4);
			continue;
		}
		for (const [index, [table]] of open.entries()) {
			const rows = pages[index] ?? [];
			const entry = written.get(table);
			const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
			appendFileSync(join(folder, `${table}.jsonl`), lines);
			entry?.hash.update(lines);
			if (entry) entry.rows += rows.length;
			if (rows.length < pageRows) position.delete(table);
			else position.set(table, Number(rows.at(-1)?.[ROWID]));
		}
	}
	return written;
}

/**
 * Tables in levels: each hangs only on tables of levels before its own.
 * @param {string[]} tables @param {Map<string, {table: string}[]>} keys @returns {string[][]}
 */
export function parentsFirst(tables, keys) {
	/** @type {string[][]} */
	const levels = [];
	let left = [...tables];
	while (left.length > 0) {
		const level = left.filter((name) =>
			(keys.get(name) ?? []).every(({ table }) => table === name || !left.includes(table))
		);
		if (level.length === 0) throw new Problem(`These tables hang on each other: ${left.join(', ')}.`);
		levels.push(level);
		left = left.filter((name) => !level.includes(name));
	}
	return levels;
}
