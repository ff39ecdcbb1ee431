import { z } from 'zod';
import { ClaimRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** A person of the school answers from here on. The answer holds the token for everything they then do. */
export const POST = endpoint(
	{ params: z.object({ id: Id }), body: ClaimRequest.default({}) },
	({ services, actor, params, body }) => services.chat.claim(actor, params.id, body)
);
