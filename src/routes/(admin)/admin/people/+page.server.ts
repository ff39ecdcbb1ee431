import { ListPeople } from '#lib/server/auth/index.ts';
import { pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({ query: ListPeople }, async ({ services, actor, query }) => ({
	query: { q: query.q ?? '', role: query.role ?? '' },
	isFirstPage: query.cursor === undefined,
	...(await services.people.list(actor, query))
}));
