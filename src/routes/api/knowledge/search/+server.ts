import { SearchQuery } from '#lib/knowledge/contracts.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const POST = endpoint({ body: SearchQuery }, ({ services, actor, body }) =>
	services.knowledge.search(actor, { query: body.query, topK: body.top_k, filters: body.filters })
);
