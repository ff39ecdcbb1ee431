import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { MergeTicket, TicketNumber } from '#lib/server/tickets/index.ts';

const params = z.object({ number: TicketNumber });

/** Answers with the ticket that remains. Cannot be undone. */
export const POST = endpoint(
	{ params, body: MergeTicket },
	async ({ services, actor, params: { number }, body: { into } }) => ({
		ticket: await services.tickets.merge(actor, number, into)
	})
);
