import { endpoint, Reply } from '#lib/server/http/index.ts';
import { ListTickets, NewTicket } from '#lib/server/tickets/index.ts';

export const GET = endpoint({ query: ListTickets }, ({ services, actor, query }) =>
	services.tickets.list(actor, query)
);

/** The same key of the same person gives the same ticket. */
export const POST = endpoint({ body: NewTicket, needsPerson: true }, async ({ services, actor, body }) => {
	return new Reply({ ticket: await services.tickets.create(actor, body) }, { status: 201 });
});
