// Every table by its rule of the erasure list. Safe to do twice.
import { and, eq, getTableColumns } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { schema, TABLE_ERASURE, type Database } from '../platform/index.ts';

/** In place of somebody's id where the row stays and must name one. */
const NOBODY = 'erased';

/** All rows but the person's own, which goes last and takes with it what hangs on it. `email`: what was written to that address goes too. */
export async function eraseRows(database: Database, personId: string, email: string): Promise<void> {
	const { auditEvents, invitations, mailOutbox } = schema;
	for (const [name, entry] of Object.entries(TABLE_ERASURE)) {
		if (entry.holds === 'nothing' || name === 'users') continue;
		const table = schema[name as keyof typeof schema] as SQLiteTable;
		const columns: Record<string, SQLiteColumn> = getTableColumns(table);
		for (const [key, rule] of Object.entries(entry.columns)) {
			const column = columns[key];
			if (column === undefined || rule === 'cascade') continue;
			await (rule === 'delete'
				? database.delete(table).where(eq(column, personId))
				: clear(database, table, key, column, personId));
		}
	}
	await database.batch([
		database.delete(mailOutbox).where(eq(mailOutbox.recipient, email)),
		database.delete(invitations).where(eq(invitations.email, email)),
		// The facts stay; whom they were about does not.
		database
			.update(auditEvents)
			.set({ objectId: null })
			.where(and(eq(auditEvents.objectType, 'user'), eq(auditEvents.objectId, personId)))
	]);
}

async function clear(
	database: Database,
	table: SQLiteTable,
	key: string,
	column: SQLiteColumn,
	personId: string
): Promise<void> {
	await database
		.update(table)
		.set({ [key]: column.notNull ? NOBODY : null })
		.where(eq(column, personId));
}
