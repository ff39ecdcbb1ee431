import { z } from 'zod';
import { SearchQuery } from '#lib/shared/conversation/search.ts';
import { pageLoad } from '#lib/server/http/index.ts';

/** Nothing asked yet is a page as well. */
const Query = z.object({
	q: z.string().trim().max(200).optional(),
	cursor: SearchQuery.shape.cursor
});

export const load = pageLoad({ query: Query }, async ({ services, actor, query: { q = '', cursor } }) => ({
	query: q,
	found: q === '' ? null : await services.chat.search(actor, { q, cursor, limit: 20 })
}));
