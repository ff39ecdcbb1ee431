import { ListQuery } from '#lib/shared/conversation/requests.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const GET = endpoint({ query: ListQuery, hasETag: true }, ({ services, actor, query }) =>
	services.chat.list(actor, query)
);
