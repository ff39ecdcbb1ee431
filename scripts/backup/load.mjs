// A restore: a backup into an empty database that has every migration. Everything is checked before the first row is written; what
// search needs is made anew: the messages' index by its triggers, the knowledge's terms here as the knowledge room makes them, the
// vectors by the product itself (a record says that there are none, so it begins at once).
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexTerms } from '../../src/lib/server/knowledge/index-terms.ts';
import { Problem } from '../start/problem.mjs';
import { appliedMigrations, foreignKeys, plainTables } from './database.mjs';
import { DERIVED, parentsFirst, ROWID } from './dump.mjs';
import { insertStatements, toLiteral } from './insert-statements.mjs';

const SLICE_CHARACTERS = 4_000_000;

/**
 * @param {{database: import('./database.mjs').Database, folder: string, say: (line: string) => void, now?: () => number}} order
 * Throws Problem before anything is written when the backup is damaged, from a newer Segue, or the database is not empty.
 */
export async function load({ database, folder, say, now = Date.now }) {
	const manifest = readManifest(folder);
	const tables = await plainTables(database);
	await requireFitting(database, manifest, tables);
	const wanted = tables.filter((name) => name in manifest.tables);
	const keys = await foreignKeys(database, wanted);
	const writer = createWriter(database);
	/** Values that rows of other tables hang on. @type {Map<string, Set<unknown>>} */
	const present = new Map();
	for (const references of keys.values())
		for (const { table, key } of references) present.set(`${table}.${key}`, new Set());
	/** @type {Record<string, number>} */
	const counts = {};
	for (const table of parentsFirst(wanted, keys).flat()) {
		const rows = readRows(folder, table, manifest.tables[table]);
		let left = 0;
		for (const row of rows) {
			const isOrphan = (keys.get(table) ?? []).some(
				({ column, table: parent, key }) =>
					row[column] !== null && !present.get(`${parent}.${key}`)?.has(row[column])
			);
			if (isOrphan) {
				left += 1;
				continue;
			}
			for (const [place, values] of present)
				if (place.startsWith(`${table}.`)) values.add(row[place.slice(table.length + 1)]);
			for (const statement of insertStatements(table, row)) await writer.add(statement);
			if (table === 'knowledge_chunks') await writer.add(termsStatement(row));
		}
		counts[table] = rows.length - left;
		say(
			`${table}: ${rows.length - left} rows${left > 0 ? `, ${left} left out: what they hang on was deleted meanwhile` : ''}`
		);
	}
	if ((counts.knowledge_chunks ?? 0) > 0)
		await writer.add(noVectorsStatement(counts.knowledge_chunks ?? 0, now()));
	await writer.end();
	await verify(database, counts);
	say('The search over messages has been checked; the vectors are made when Segue runs.');
	return counts;
}

/** @returns {import('./dump.mjs').Manifest} */
function readManifest(folder) {
	const path = join(folder, 'manifest.json');
	if (!existsSync(path)) throw new Problem(`${folder} holds no whole backup: manifest.json is missing.`);
	/** @type {import('./dump.mjs').Manifest} */
	let manifest;
	try {
		manifest = JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		throw new Problem(`The backup in ${folder} is damaged: manifest.json cannot be read.`);
	}
	if (manifest.version !== 1)
		throw new Problem(`The backup in ${folder} is of a form this Segue does not know.`);
	for (const [table, expected] of Object.entries(manifest.tables)) readRows(folder, table, expected);
	return manifest;
}

/** @returns {import('./database.mjs').Row[]} Throws Problem when the file is not what the manifest says. */
function readRows(folder, table, expected) {
	const path = join(folder, `${table}.jsonl`);
	const text = /^\w+$/.test(table) && existsSync(path) ? readFileSync(path, 'utf8') : undefined;
	const rows = text?.split('\n').filter(Boolean) ?? [];
	const hash = createHash('sha256')
		.update(text ?? '')
		.digest('hex');
	if (text === undefined || hash !== expected?.sha256 || rows.length !== expected.rows)
		throw new Problem(
			`The backup is damaged: ${table}.jsonl is not what manifest.json says. Nothing was written.`
		);
	return rows.map((line) => JSON.parse(line));
}

async function requireFitting(database, manifest, tables) {
	const applied = await appliedMigrations(database);
	const unknown = manifest.migrations.filter((name) => !applied.includes(name));
	if (unknown.length > 0)
		throw new Problem(
			`The backup is of a newer database: ${unknown.join(', ')} is not applied here. Check out the Segue it is from (or a newer one), and bring the database up to date first.`
		);
	const missing = Object.keys(manifest.tables).filter((name) => !tables.includes(name));
	if (missing.length > 0)
		throw new Problem(`This database has no ${missing.join(', ')}: check out the Segue the backup is from.`);
	const counts = await countRows(database, tables);
	const full = Object.entries(counts).filter(([name, rows]) => rows > 0 && !DERIVED.includes(name));
	if (full.length > 0)
		throw new Problem(
			`The database is not empty (${full.map(([name, rows]) => `${name}: ${rows}`).join(', ')}). A backup goes into an empty one only: docs/operations.md says how to make it.`
		);
}

/** @returns {Promise<Record<string, number>>} */
async function countRows(database, tables) {
	const answers = await database.query(tables.map((table) => `SELECT count(*) AS "rows" FROM "${table}"`));
	return Object.fromEntries(tables.map((table, index) => [table, Number(answers[index]?.[0]?.rows)]));
}

function termsStatement(row) {
	const { title, headings, body } = indexTerms({
		title: String(row.title),
		headings: String(row.headings),
		body: String(row.body)
	});
	const values = [row[ROWID] ?? null, title, headings, body].map(toLiteral).join(', ');
	return `INSERT INTO knowledge_chunks_fts (rowid, title, headings, body) VALUES (${values});`;
}

/** An index of a model that nobody has: searches go on by words alone, and the product embeds everything anew. */
function noVectorsStatement(chunks, now) {
	const values = ['restored', 'embedded/embedded', 'none', 768, 'active', 0, chunks, 0, null, now, now];
	return `INSERT INTO knowledge_indexes (id, provider, model, dimensions, status, chunks_done, chunks_total, last_rowid, problem, created_at, updated_at) VALUES (${values.map(toLiteral).join(', ')});`;
}

async function verify(database, expected) {
	const counts = await countRows(database, Object.keys(expected));
	for (const [table, rows] of Object.entries(expected))
		if (counts[table] !== rows)
			throw new Problem(
				`${table} has ${counts[table]} rows instead of ${rows}: empty the database and restore again.`
			);
	// Fails when the index does not fit the messages.
	await database.execute("INSERT INTO messages_fts (messages_fts, rank) VALUES ('integrity-check', 1);");
}

/** @param {import('./database.mjs').Database} database */
function createWriter(database) {
	/** @type {string[]} */
	let waiting = [];
	let size = 0;
	async function end() {
		if (waiting.length === 0) return;
		const sql = waiting.join('\n');
		waiting = [];
		size = 0;
		await database.execute(sql);
	}
	return {
		end,
		/** @param {string} statement */
		async add(statement) {
			waiting.push(statement);
			size += statement.length;
			if (size > SLICE_CHARACTERS) await end();
		}
	};
}
