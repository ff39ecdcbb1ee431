import { z } from 'zod';
import { ImportRequest, SHARED_HEADERS } from '#lib/shared/conversation/sharing.ts';
import { endpoint, originOf, Reply } from '#lib/server/http/index.ts';

/** Whatever stands there: a link that is none of ours is answered like one that has ended. */
const params = z.object({ token: z.string() });

/** A copy of one's own, to go on asking. */
export const POST = endpoint(
	{ params, body: ImportRequest, needsPerson: true },
	async ({ services, actor, params, body, event }) => {
		const { address = '' } = originOf(event);
		const made = await services.chat.importShared(actor, params.token, body.key, address);
		return new Reply(made, { status: 201, headers: SHARED_HEADERS });
	}
);
