import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { Rating, TicketNumber } from '#lib/server/tickets/index.ts';

const params = z.object({ number: TicketNumber });

export const PUT = endpoint(
	{ params, body: Rating },
	async ({ services, actor, params: { number }, body }) => ({
		ticket: await services.tickets.rate(actor, number, body)
	})
);
