import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { ChangeTicket, TicketNumber } from '#lib/server/tickets/index.ts';

const params = z.object({ number: TicketNumber });

/** `{ ticket }`, or `{ mergedInto }` where it became a part of another. */
export const GET = endpoint({ params, hasETag: true }, ({ services, actor, params: { number } }) =>
	services.tickets.view(actor, number)
);

export const PATCH = endpoint(
	{ params, body: ChangeTicket },
	async ({ services, actor, params: { number }, body }) => ({
		ticket: await services.tickets.change(actor, number, body)
	})
);
