// To whom tickets can be given: whoever works at the desk and can sign in.
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import type { TicketPerson } from '#lib/shared/tickets.ts';
import { schema, type Database } from '../platform/index.ts';

const { users } = schema;
const worksAtDesk = and(inArray(users.role, ['agent', 'admin']), isNull(users.disabledAt));

/** Nobody is always allowed. Throws `invalid`. */
export async function requireAssignee(database: Database, id: string | null | undefined): Promise<void> {
	if (id === undefined || id === null) return;
	const found = await database
		.select({ id: users.id })
		.from(users)
		.where(and(eq(users.id, id), worksAtDesk));
	if (found.length === 0) throw new AppError('invalid', m.tickets_no_assignee());
}

export async function listAssignees(database: Database): Promise<TicketPerson[]> {
	const found = await database
		.select({ id: users.id, displayName: users.displayName, email: users.email })
		.from(users)
		.where(worksAtDesk)
		.orderBy(sql`lower(coalesce(${users.displayName}, ${users.email}))`);
	return found.map(({ id, displayName, email }) => ({ id, name: displayName ?? email }));
}
