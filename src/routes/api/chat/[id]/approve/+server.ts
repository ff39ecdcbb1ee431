import { z } from 'zod';
import { ApprovalRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** The person's word on what a tool asked; the answer streams what came of it. */
export const POST = endpoint(
	{ params: z.object({ id: Id }), body: ApprovalRequest },
	({ services, actor, params, body }) =>
		services.chat.send(actor, { trigger: 'approve', conversationId: params.id, ...body }, { language: 'en' })
);
