import { z } from 'zod';
import { ReleaseRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** The assistant answers again. */
export const POST = endpoint(
	{ params: z.object({ id: Id }), body: ReleaseRequest },
	({ services, actor, params, body }) => services.chat.release(actor, params.id, body)
);
