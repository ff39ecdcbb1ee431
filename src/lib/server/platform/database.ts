import type { SQL } from 'drizzle-orm';
import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import * as schema from './schema/index.ts';

export type Database = DrizzleD1Database<typeof schema> & { $client: D1Database };

export function createDatabase(binding: D1Database): Database {
	return drizzle(binding, { schema });
}

const dialect = new SQLiteAsyncDialect();

/** For a batch of D1's own: Drizzle's loses the parameters of a raw statement (0.45). */
export function prepareRaw(database: Database, statement: SQL): D1PreparedStatement {
	const query = dialect.sqlToQuery(statement);
	return database.$client.prepare(query.sql).bind(...query.params);
}
