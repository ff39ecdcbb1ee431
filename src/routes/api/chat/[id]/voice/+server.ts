import { z } from 'zod';
import { AppError } from '#lib/shared/errors.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint, ensurePerson, originOf } from '#lib/server/http/index.ts';

const params = z.object({ id: Id });

/** Before the socket: whoever has no session gets a guest's, which an upgrade cannot give, and a refusal says why, which no page sees of one. */
export const POST = endpoint({ params, needsPerson: true }, ({ services, actor, params: { id } }) =>
	services.chat.prepareCall(actor, id)
);

export const GET = endpoint({ params }, async ({ services, actor, params: { id }, event }) => {
	if (event.request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
		throw new AppError('invalid', 'This address takes WebSocket connections.');
	if (actor.userId === undefined) throw new AppError('unauthenticated', 'Please sign in first.');
	return services.chat.call(await ensurePerson(event), id, originOf(event));
});
