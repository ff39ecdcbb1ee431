import { pageLoad } from '#lib/server/http/index.ts';
import { ListTickets } from '#lib/server/tickets/index.ts';

export const load = pageLoad({ query: ListTickets }, async ({ services, actor, query }) => ({
	isFirstPage: query.cursor === undefined,
	query: { query: query.query ?? '' },
	...(await services.tickets.list(actor, { ...query, mine: true }))
}));
