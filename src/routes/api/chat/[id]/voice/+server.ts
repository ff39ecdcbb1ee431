import { z } from 'zod';
import { AppError } from '#lib/shared/errors.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint, originOf } from '#lib/server/http/index.ts';

const params = z.object({ id: Id });

/** Before the socket: whoever has no session gets a guest's, which an upgrade cannot give, and a refusal says why, which no page sees of one. */
export const POST = endpoint({ params, needsPerson: true }, ({ services, actor, params: { id } }) =>
	services.chat.prepareCall(actor, id)
);

export const GET = endpoint({ params }, ({ services, actor, params: { id }, event }) => {
	if (event.request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
		throw new AppError('invalid', 'This address takes WebSocket connections.');
	return services.chat.call(actor, id, originOf(event));
});
