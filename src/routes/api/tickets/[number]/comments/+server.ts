import { z } from 'zod';
import { endpoint, Reply } from '#lib/server/http/index.ts';
import { NewComment, TicketNumber } from '#lib/server/tickets/index.ts';

const params = z.object({ number: TicketNumber });

export const POST = endpoint(
	{ params, body: NewComment },
	async ({ services, actor, params: { number }, body }) =>
		new Reply({ ticket: await services.tickets.comment(actor, number, body) }, { status: 201 })
);
