// Who of the desk looks at a ticket just now, and whether they write. Told by open pages every few seconds; whoever is not heard of for a
// while is gone. It keeps nobody from anything: two who write the same are put right where it is written (tickets.ts).
import { and, eq, gt, lt, ne, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { TicketPresence } from '#lib/shared/tickets.ts';
import { schema, type Clock, type Database } from '../platform/index.ts';
import { unknownTicket } from './ticket-rows.ts';

const { ticketViewers, tickets, users } = schema;
/** Three signs of life of a page that is open. */
const GONE_AFTER_MS = 15_000;
const FORGOTTEN_AFTER_MS = 60 * 60_000;

export interface TicketViewers {
	/** Tells that the actor looks, and who else does. Throws `forbidden` but for the desk. */
	look(actor: Actor, number: number, isWriting: boolean): Promise<TicketPresence>;
	/** The page was closed. */
	leave(actor: Actor, number: number): Promise<void>;
}

export function createTicketViewers({
	database,
	clock
}: {
	database: Database;
	clock: Clock;
}): TicketViewers {
	function requireDesk(actor: Actor): string {
		if (actor.userId === undefined || !can(actor, 'write:ticket'))
			throw new AppError(actor.userId === undefined ? 'unauthenticated' : 'forbidden', m.tickets_desk_only());
		return actor.userId;
	}

	return {
		async look(actor, number, isWriting) {
			const userId = requireDesk(actor);
			const now = clock.now();
			const [found, , , viewers] = await database.batch([
				database
					.select({ version: tickets.version, mergedInto: tickets.mergedInto })
					.from(tickets)
					.where(eq(tickets.number, number)),
				database
					.insert(ticketViewers)
					.select(
						database
							.select({
								ticketNumber: tickets.number,
								userId: sql<string>`${userId}`.as('user_id'),
								isWriting: sql<boolean>`${isWriting ? 1 : 0}`.as('is_writing'),
								seenAt: sql<number>`${now}`.as('seen_at')
							})
							.from(tickets)
							.where(eq(tickets.number, number))
					)
					.onConflictDoUpdate({
						target: [ticketViewers.ticketNumber, ticketViewers.userId],
						set: { isWriting, seenAt: now }
					}),
				database.delete(ticketViewers).where(lt(ticketViewers.seenAt, now - FORGOTTEN_AFTER_MS)),
				database
					.select({ name: users.displayName, email: users.email, isWriting: ticketViewers.isWriting })
					.from(ticketViewers)
					.innerJoin(users, eq(users.id, ticketViewers.userId))
					.where(
						and(
							eq(ticketViewers.ticketNumber, number),
							ne(ticketViewers.userId, userId),
							gt(ticketViewers.seenAt, now - GONE_AFTER_MS)
						)
					)
					.orderBy(ticketViewers.userId)
			]);
			const [ticket] = found;
			if (ticket === undefined) throw unknownTicket();
			return {
				version: ticket.version,
				viewers: viewers.map(({ name, email, isWriting: writes }) => ({
					name: name ?? email ?? '',
					isWriting: writes
				}))
			};
		},

		async leave(actor, number) {
			const userId = requireDesk(actor);
			await database
				.delete(ticketViewers)
				.where(and(eq(ticketViewers.ticketNumber, number), eq(ticketViewers.userId, userId)));
		}
	};
}
