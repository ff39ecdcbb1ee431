import { z } from 'zod';
import { EditRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint, originOf } from '#lib/server/http/index.ts';

export const POST = endpoint(
	{ params: z.object({ id: Id }), body: EditRequest },
	({ services, actor, params, body, event }) => services.chat.edit(actor, params.id, body, originOf(event))
);
