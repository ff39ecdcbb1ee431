import { z } from 'zod';
import { AgentMessageRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

export const POST = endpoint(
	{ params: z.object({ id: Id }), body: AgentMessageRequest },
	async ({ services, actor, params: { id }, body: { position, clientMessageId, message: text } }) =>
		new Reply(await services.chat.say(actor, id, { position, clientMessageId, text }), { status: 201 })
);
