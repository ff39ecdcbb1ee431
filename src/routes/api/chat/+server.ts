import { ChatRequestBody } from '#lib/shared/conversation/requests.ts';
import { endpoint, originOf } from '#lib/server/http/index.ts';

/** An AI SDK client sends the whole conversation along, of which only the last message is read. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

export const POST = endpoint(
	{ body: ChatRequestBody, maxBodyBytes: MAX_BODY_BYTES, needsPerson: true },
	({ services, actor, body, event }) => services.chat.send(actor, body, originOf(event))
);
