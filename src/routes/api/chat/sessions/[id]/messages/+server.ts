import { z } from 'zod';
import { HistoryQuery } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const GET = endpoint(
	{ params: z.object({ id: Id }), query: HistoryQuery, hasETag: true },
	({ services, actor, params, query }) => services.chat.messages(actor, params.id, query)
);
