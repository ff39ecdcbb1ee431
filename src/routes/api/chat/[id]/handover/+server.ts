import { z } from 'zod';
import { HandoverRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

const params = z.object({ id: Id });

/** Whoever the conversation belongs to asks for a person. While a wish is open it is the same one. */
export const POST = endpoint(
	{ params, body: HandoverRequest.default({}) },
	async ({ services, actor, params: { id }, body }) =>
		new Reply(await services.chat.requestPerson(actor, id, body.reason ?? ''), { status: 201 })
);

/** As long as nobody has come. */
export const DELETE = endpoint({ params }, ({ services, actor, params: { id } }) =>
	services.chat.cancelRequest(actor, id)
);
