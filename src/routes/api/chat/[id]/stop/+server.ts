import { z } from 'zod';
import { StopRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const POST = endpoint(
	{ params: z.object({ id: Id }), body: StopRequest.default({}) },
	({ services, actor, params, body }) => services.chat.stop(actor, params.id, body.turnId)
);
