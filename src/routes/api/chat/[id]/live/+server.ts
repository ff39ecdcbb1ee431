import { z } from 'zod';
import { StreamQuery } from '#lib/shared/conversation/requests.ts';
import { AppError } from '#lib/shared/errors.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const GET = endpoint(
	{ params: z.object({ id: Id }), query: StreamQuery },
	({ services, actor, params, query, event }) => {
		if (event.request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
			throw new AppError('invalid', 'This address takes WebSocket connections.');
		return services.chat.live(actor, params.id, query.after);
	}
);
