// Pages of rows that stand newest first, by the place of their last row and never by counting: rows that come in meanwhile move nothing.
import { and, eq, lt, or, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

const CURSOR = /^(\d{1,15})_([\w-]{1,64})$/;

/** A page asks for one row more than it shows, to know whether there is another. */
export const rowsFor = (limit: number): number => limit + 1;

/** What stands after the cursor; undefined without one. Throws `invalid` for a cursor that is none of ours. */
export function olderThan(
	createdAt: SQLiteColumn,
	id: SQLiteColumn,
	cursor: string | undefined
): SQL | undefined {
	if (cursor === undefined) return undefined;
	const [, at, last] = CURSOR.exec(cursor) ?? [];
	if (at === undefined || last === undefined) throw new AppError('invalid', m.people_cursor_wrong());
	return or(lt(createdAt, Number(at)), and(eq(createdAt, Number(at)), lt(id, last)));
}

/** The page, out of `rowsFor(limit)` rows. */
export function pageOf<Row extends { createdAt: number; id: string }>(
	rows: readonly Row[],
	limit: number
): { rows: Row[]; nextCursor: string | null } {
	const page = rows.slice(0, limit);
	const last = page.at(-1);
	return {
		rows: page,
		nextCursor: rows.length > limit && last !== undefined ? `${last.createdAt}_${last.id}` : null
	};
}
