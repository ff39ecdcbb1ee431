import { z } from 'zod';
import { RetryRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const POST = endpoint(
	{ params: z.object({ id: Id }), body: RetryRequest.default({}) },
	({ services, actor, params, body }) => services.chat.retry(actor, params.id, body.messageId)
);
