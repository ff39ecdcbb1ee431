import { z } from 'zod';
import { StreamQuery } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** What a browser's EventSource sends on its own; anything else in it is no position. */
const LastEventId = z.coerce.number().int().nonnegative().optional().catch(undefined);

/** 204 when nothing is left to read. */
export const GET = endpoint(
	{ params: z.object({ id: Id }), query: StreamQuery },
	({ services, actor, params, query, event }) => {
		const header = event.request.headers.get('last-event-id') ?? undefined;
		return services.chat.resume(actor, params.id, query.after ?? LastEventId.parse(header));
	}
);
