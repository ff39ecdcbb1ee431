import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allAtOnce, isMigrated } from './migrations.mjs';

let root: string;
let databases: string;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'segue-migrations-'));
	databases = join(root, 'state', 'v3', 'd1', 'miniflare-D1DatabaseObject');
	await mkdir(join(root, 'drizzle'));
	await writeFile(join(root, 'drizzle', '0000_initial.sql'), '');
	await writeFile(join(root, 'drizzle', '0001_more.sql'), '');
	await mkdir(databases, { recursive: true });
});
afterEach(async () => {
	await rm(root, { recursive: true, force: true });
});

function database(name: string, applied?: string[]) {
	const made = new DatabaseSync(join(databases, name));
	if (applied) made.exec('CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT)');
	for (const migration of applied ?? [])
		made.prepare('INSERT INTO d1_migrations (name) VALUES (?)').run(migration);
	made.close();
}
const asked = () => isMigrated({ root, state: join(root, 'state') });

describe('the database is up to date', () => {
	it('when it has every migration there is', async () => {
		database('one.sqlite', ['0000_initial.sql', '0001_more.sql']);
		database('metadata.sqlite');
		expect(await asked()).toBe(true);
	});

	it('not before it was made, nor when it has none, nor when one is missing', async () => {
		expect(await asked()).toBe(false);
		database('one.sqlite');
		expect(await asked()).toBe(false);
		await rm(join(databases, 'one.sqlite'));
		database('one.sqlite', ['0000_initial.sql']);
		expect(await asked()).toBe(false);
	});

	it('not when it is not clear which database is meant, or it is broken', async () => {
		database('one.sqlite', ['0000_initial.sql', '0001_more.sql']);
		database('two.sqlite', ['0000_initial.sql', '0001_more.sql']);
		expect(await asked()).toBe(false);
		await rm(join(databases, 'two.sqlite'));
		await writeFile(join(databases, 'one.sqlite'), 'no database');
		expect(await asked()).toBe(false);
	});
});

describe('a new database', () => {
	it('gets every migration at once, in order, and is up to date then', async () => {
		await writeFile(join(root, 'drizzle', '0001_more.sql'), 'ALTER TABLE songs ADD COLUMN title text');
		await writeFile(join(root, 'drizzle', '0000_initial.sql'), 'CREATE TABLE songs (id integer);\n');
		const made = new DatabaseSync(join(databases, 'one.sqlite'));
		made.exec(allAtOnce(root));
		expect(made.prepare('SELECT id, title FROM songs').all()).toEqual([]);
		expect(made.prepare('SELECT id, name FROM d1_migrations ORDER BY id').all()).toEqual([
			{ id: 1, name: '0000_initial.sql' },
			{ id: 2, name: '0001_more.sql' }
		]);
		made.close();
		expect(await asked()).toBe(true);
	});
});
