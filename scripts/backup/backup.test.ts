import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexTerms } from '../../src/lib/server/knowledge/index-terms.ts';
import type { Database, Row } from './database.mjs';
import { dump, type Manifest } from './dump.mjs';
import { insertStatements } from './insert-statements.mjs';
import { load } from './load.mjs';
import { readBackupOptions } from './options.mjs';

const migrations = fileURLToPath(new URL('../../drizzle', import.meta.url));
const HOSTILE = `'); DROP TABLE users;-- \u0000 \n BEGIN TRANSACTION; COMMIT; "quoted" \\ 𝄞 ♭ é`;
const quiet = () => undefined;

/** The real tables in SQLite itself: what D1 is, without its network. */
function openDatabase() {
	const sqlite = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true });
	sqlite.exec('CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT)');
	for (const name of readdirSync(migrations)
		.filter((file) => file.endsWith('.sql'))
		.sort()) {
		sqlite.exec(readFileSync(join(migrations, name), 'utf8'));
		sqlite.prepare('INSERT INTO d1_migrations (name) VALUES (?)').run(name);
	}
	const executed: string[] = [];
	const database: Database = {
		query: (statements) => Promise.resolve(statements.map((sql) => sqlite.prepare(sql).all() as Row[])),
		execute(sql) {
			executed.push(sql);
			sqlite.exec(sql);
			return Promise.resolve();
		}
	};
	return { sqlite, database, executed };
}

/** A row for every NOT NULL column, so that no test has to know all tables. */
function insert(sqlite: DatabaseSync, table: string, values: Record<string, string | number | null>): void {
	const columns = sqlite.prepare(`PRAGMA table_info("${table}")`).all() as unknown as {
		name: string;
		type: string;
		notnull: number;
		dflt_value: unknown;
	}[];
	const row: Record<string, string | number | null> = {};
	for (const { name, type, notnull, dflt_value } of columns)
		if (notnull === 1 && dflt_value === null)
			row[name] = type.toUpperCase() === 'TEXT' ? `${table} ${name}` : 7;
	Object.assign(row, values);
	const names = Object.keys(row).map((name) => `"${name}"`);
	const marks = names.map(() => '?').join(', ');
	sqlite.prepare(`INSERT INTO "${table}" (${names.join(', ')}) VALUES (${marks})`).run(...Object.values(row));
}

function fill(sqlite: DatabaseSync): void {
	for (let index = 0; index < 700; index++)
		insert(sqlite, 'users', { id: `person-${index}`, email: `${index}@x` });
	for (let index = 0; index < 3; index++)
		insert(sqlite, 'sessions', { id: `session-${index}`, user_id: `person-${index}` });
	for (const [index, text] of [HOSTILE, 'practise slowly', 'ü'.repeat(300_000)].entries())
		insert(sqlite, 'messages', { rowid: 10 + index * 5, id: `m${index}`, text, parts: '[]', metadata: '{}' });
	insert(sqlite, 'knowledge_documents', { id: 'd1', name: 'fees.md' });
	const chunk = { title: 'Fees', headings: 'Hiring\nViolins', body: 'Hiring a violin costs 12 pounds.' };
	insert(sqlite, 'knowledge_chunks', { rowid: 41, id: 'c1', document_id: 'd1', ...chunk });
	const terms = indexTerms(chunk);
	sqlite
		.prepare('INSERT INTO knowledge_chunks_fts (rowid, title, headings, body) VALUES (41, ?, ?, ?)')
		.run(terms.title, terms.headings, terms.body);
	insert(sqlite, 'knowledge_indexes', { id: 'knowledge', status: 'active' });
}

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'segue-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const backUp = (database: Database, out = folder): Promise<Manifest> =>
	dump({ database, env: 'local', folder: out, say: quiet });

describe('a backup', () => {
	it('is restored row by row, to the same hashes, and both searches find again', async () => {
		const school = openDatabase();
		fill(school.sqlite);
		const taken = await backUp(school.database);
		expect(taken.tables.users?.rows).toBe(700);

		const restored = openDatabase();
		await load({ database: restored.database, folder, say: quiet });
		const again = mkdtempSync(join(tmpdir(), 'segue-backup-again-'));
		expect((await backUp(restored.database, again)).tables).toEqual(taken.tables);
		rmSync(again, { recursive: true });

		const find = (sql: string) => restored.sqlite.prepare(sql).all();
		expect(find("SELECT rowid FROM messages_fts WHERE messages_fts MATCH 'practising'")).toEqual([
			{ rowid: 15 }
		]);
		expect(find("SELECT rowid FROM knowledge_chunks_fts WHERE knowledge_chunks_fts MATCH 'hire'")).toEqual([
			{ rowid: 41 }
		]);
		expect(find("SELECT text FROM messages WHERE id = 'm0'")).toEqual([{ text: HOSTILE }]);
		expect(find('SELECT model, status FROM knowledge_indexes')).toEqual([
			{ model: 'none', status: 'active' }
		]);
	});

	it('of rows that are too much for one answer is read in smaller pages', async () => {
		const { sqlite, database } = openDatabase();
		fill(sqlite);
		const { Problem } = await import('../start/problem.mjs');
		const narrow: Database = {
			...database,
			async query(statements) {
				const limit = Number(/LIMIT (\d+)$/.exec(statements[0] ?? '')?.[1] ?? 0);
				if (limit > 100) throw new Problem('too large');
				return database.query(statements);
			}
		};
		expect((await backUp(narrow)).tables.users?.rows).toBe(700);
	});

	it('leaves out rows whose parent was deleted while it ran', async () => {
		const school = openDatabase();
		fill(school.sqlite);
		// Children are read first: somebody deletes their account before the people are read.
		let isDeleted = false;
		const moving: Database = {
			...school.database,
			query(statements) {
				if (!isDeleted && statements.some((sql) => sql.includes('FROM "users"'))) {
					isDeleted = true;
					school.sqlite.exec("DELETE FROM users WHERE id = 'person-1'");
				}
				return school.database.query(statements);
			}
		};
		await backUp(moving);
		const restored = openDatabase();
		const counts = await load({ database: restored.database, folder, say: quiet });
		expect(counts).toMatchObject({ users: 699, sessions: 2 });
	});
});

describe('a restore refuses, before anything is written,', () => {
	async function refusal(spoil: () => void, into = openDatabase()): Promise<string> {
		const school = openDatabase();
		fill(school.sqlite);
		await backUp(school.database);
		spoil();
		let said = 'nothing was refused';
		await load({ database: into.database, folder, say: quiet }).catch(
			(thrown: unknown) => (said = (thrown as Error).message)
		);
		expect(into.executed).toEqual([]);
		return said;
	}
	const path = (name: string) => join(folder, name);

	it('a backup that was not finished', async () => {
		expect(await refusal(() => rmSync(path('manifest.json')))).toContain('holds no whole backup');
	});

	it('one whose rows were changed or lost', async () => {
		expect(await refusal(() => writeFileSync(path('users.jsonl'), '{}\n'))).toContain(
			'users.jsonl is not what'
		);
		expect(await refusal(() => rmSync(path('messages.jsonl')))).toContain('messages.jsonl is not what');
	});

	it('one of a newer database, and one that names files elsewhere', async () => {
		const change = (changes: Partial<Manifest>) => () => {
			const manifest = JSON.parse(readFileSync(path('manifest.json'), 'utf8')) as Manifest;
			writeFileSync(path('manifest.json'), JSON.stringify({ ...manifest, ...changes }));
		};
		expect(await refusal(change({ migrations: ['9999_future.sql'] }))).toContain(
			'9999_future.sql is not applied'
		);
		cpSync(path('users.jsonl'), path('../users.jsonl'));
		const elsewhere = { '../users': { rows: 700, sha256: '' } };
		expect(await refusal(change({ tables: elsewhere }))).toContain('is not what manifest.json says');
		rmSync(path('../users.jsonl'));
	});

	it('a database that holds something', async () => {
		const full = openDatabase();
		insert(full.sqlite, 'users', { id: 'somebody' });
		expect(await refusal(quiet, full)).toContain('The database is not empty (users: 1)');
	});
});

it('no statement is longer than D1 takes, and none holds words that could be read as one', () => {
	const statements = insertStatements('messages', {
		__rowid: 1,
		id: 'm',
		text: HOSTILE.repeat(5_000),
		parts: '[]'
	});
	expect(Math.max(...statements.map(({ length }) => length))).toBeLessThan(100_000);
	expect(statements.join('\n')).not.toMatch(/DROP TABLE|TRANSACTION/);
});

it('the commands say what they are missing', () => {
	const world = { root: '/root', environment: {}, cwd: '/here' };
	expect(() => readBackupOptions([], 'out', world)).toThrow('Say of what');
	expect(() => readBackupOptions(['--env', 'local'], 'from', world)).toThrow('--from FOLDER');
	expect(() => readBackupOptions(['--nonsense'], 'from', world)).toThrow('Unknown option');
	expect(readBackupOptions(['--env', 'local', '--out', 'x'], 'out', world)).toEqual({
		...{ env: 'local', folder: '/here/x', state: '/root/.segue' }
	});
});
