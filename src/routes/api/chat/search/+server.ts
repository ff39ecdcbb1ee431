import { SearchQuery } from '#lib/shared/conversation/search.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const GET = endpoint({ query: SearchQuery, hasETag: true }, ({ services, actor, query }) =>
	services.chat.search(actor, query)
);
