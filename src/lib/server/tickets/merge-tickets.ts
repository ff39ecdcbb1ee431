// Makes a ticket a part of another. Its comments stay where they are and are read with the other's; its number leads there. Only within
// one requester: a merge must not show one person's words to another.
import { eq, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { schema, type Clock, type Database } from '../platform/index.ts';
import { applyFields } from './rules.ts';
import type { BusinessHours } from '#lib/shared/business-hours.ts';
import { unknownTicket, type TicketRow } from './ticket-rows.ts';
import type { TicketStore } from './ticket-store.ts';

const { tickets } = schema;

interface Rooms {
	database: Database;
	store: TicketStore;
	clock: Clock;
	hours: BusinessHours;
}

interface Merger {
	actorId: string | null;
	/** Throws where the actor may not, or the ticket is a part of another already. */
	check: (ticket: TicketRow) => void;
	done: (ticket: TicketRow) => void;
}

export async function mergeTickets(
	{ database, store, clock, hours }: Rooms,
	number: number,
	into: number,
	{ actorId, check, done }: Merger
): Promise<void> {
	if (number === into) throw new AppError('invalid', m.tickets_merge_itself());
	const writer = { actorId, side: 'desk' } as const;
	const { ticket } = await store.write(number, writer, async (source) => {
		check(source);
		const target = await store.find(into);
		if (target === undefined) throw unknownTicket();
		check(target);
		if (target.requesterId !== source.requesterId)
			throw new AppError('conflict', m.tickets_merge_strangers());
		if (target.status === 'closed') throw new AppError('conflict', m.tickets_closed_already());
		const { patch, events } = applyFields(source, { status: 'closed' }, clock.now(), hours);
		return {
			patch: { ...patch, mergedInto: into },
			events: [{ field: 'merged', toValue: String(into) }, ...events],
			// Two at once, each into the other, would leave neither.
			onlyIf: sql`NOT EXISTS (SELECT 1 FROM tickets AS target WHERE target.number = ${into} AND target.merged_into IS NOT NULL)`
		};
	});
	done(ticket);
	// What had been merged into it before is a part of the same whole.
	await database.update(tickets).set({ mergedInto: into }).where(eq(tickets.mergedInto, number));
	await store.write(into, writer, (target) => ({
		patch: {},
		events: [{ field: 'merged', fromValue: String(ticket.number), toValue: String(target.number) }]
	}));
}
