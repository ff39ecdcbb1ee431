// What was solved two weeks ago is closed for good: what comes after that is another matter.
import { and, eq, lt } from 'drizzle-orm';
import type { BusinessHours } from '#lib/shared/business-hours.ts';
import { schema, type Clock, type Database } from '../platform/index.ts';
import { applyFields } from './rules.ts';
import type { TicketStore } from './ticket-store.ts';

const { tickets } = schema;
const SETTLED_AFTER_MS = 14 * 24 * 60 * 60_000;
const CLOSED_AT_ONCE = 100;

interface Rooms {
	database: Database;
	store: TicketStore;
	clock: Clock;
	hours: BusinessHours;
}

/** Gives how many. */
export async function closeSettled({ database, store, clock, hours }: Rooms): Promise<number> {
	const isSettled = and(eq(tickets.status, 'solved'), lt(tickets.solvedAt, clock.now() - SETTLED_AFTER_MS));
	const settled = await database
		.select({ number: tickets.number })
		.from(tickets)
		.where(isSettled)
		.limit(CLOSED_AT_ONCE);
	for (const { number } of settled)
		await store.write(number, { actorId: null, side: 'desk' }, (ticket) =>
			// Taken up again meanwhile: it stays open.
			ticket.status === 'solved' ? applyFields(ticket, { status: 'closed' }, clock.now(), hours) : undefined
		);
	return settled.length;
}
