import { z } from 'zod';
import { RatingRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const PUT = endpoint(
	{ params: z.object({ id: Id, messageId: Id }), body: RatingRequest },
	({ services, actor, params, body }) => services.chat.rate(actor, params.id, params.messageId, body)
);
