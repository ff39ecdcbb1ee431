// Rows as the rest of the room passes them on.
import { inArray } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, type Actor, type Target } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { TicketPerson } from '#lib/shared/tickets.ts';
import { schema, type Database } from '../platform/index.ts';

const { users } = schema;

export type TicketRow = typeof schema.tickets.$inferSelect;
/** For whom somebody speaks in a ticket. */
export type Side = 'requester' | 'desk' | 'external';

export interface EventDraft {
	field: string;
	fromValue?: string | null;
	toValue?: string | null;
	fromAssigneeId?: string | null;
	toAssigneeId?: string | null;
}

export interface CommentDraft {
	id: string;
	authorId: string | null;
	side: Side;
	isInternal: boolean;
	body: string;
	clientKey: string;
	/** Of files that go with it. */
	fileIds?: readonly string[];
}

/** The desk's own tickets are worked on like any other: who may write every ticket is the desk. */
export function sideOf(actor: Actor): Side {
	return can(actor, 'write:ticket') ? 'desk' : 'requester';
}

/** Whose it is, for the table of permissions. */
export function targetOf({ requesterId, assigneeId }: Pick<TicketRow, 'requesterId' | 'assigneeId'>): Target {
	return { personId: requesterId, assigneeId: assigneeId ?? undefined };
}

/** For a ticket that is not there, and for somebody else's alike. */
export function unknownTicket(): AppError {
	return new AppError('not-found', m.tickets_unknown());
}

/** Who these are. Addresses are for the desk; to a requester somebody without a name is just the school. */
export async function readPeople(
	database: Database,
	ids: readonly (string | null)[],
	isDesk: boolean
): Promise<(id: string | null) => TicketPerson | null> {
	const wanted = [...new Set(ids.filter((id) => id !== null))];
	const names = new Map<string, string | null>();
	// A statement takes 100 parameters.
	for (let at = 0; at < wanted.length; at += 90) {
		const found = await database
			.select({ id: users.id, displayName: users.displayName, email: users.email })
			.from(users)
			.where(inArray(users.id, wanted.slice(at, at + 90)));
		for (const { id, displayName, email } of found) names.set(id, displayName ?? (isDesk ? email : null));
	}
	return (id) => (id === null ? null : { id, name: names.get(id) ?? null });
}
