import { env } from 'cloudflare:workers';
import { getTableName } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { TABLE_ERASURE, VIRTUAL_TABLES } from './erasure.ts';
import * as schema from './schema/index.ts';

/** Kept by SQLite, D1 and the virtual tables themselves. */
const INTERNAL = /^(sqlite_|_cf_|d1_migrations$)/;

it('knows every table that the migrations make, the virtual ones too', async () => {
	const { results } = await env.DB.prepare("select name from sqlite_master where type = 'table'").all<{
		name: string;
	}>();
	const virtual = Object.keys(VIRTUAL_TABLES);
	const isShadow = (name: string) => virtual.some((table) => name.startsWith(`${table}_`) && name !== table);
	const made = results.map(({ name }) => name).filter((name) => !INTERNAL.test(name) && !isShadow(name));
	const names = Object.keys(TABLE_ERASURE) as (keyof typeof TABLE_ERASURE)[];
	const listed = [...names.map((name) => getTableName(schema[name])), ...virtual];
	expect(made.sort()).toEqual(listed.sort());
});
