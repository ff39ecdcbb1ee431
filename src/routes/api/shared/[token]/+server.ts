import { z } from 'zod';
import { SHARED_HEADERS, SharedQuery } from '#lib/shared/conversation/sharing.ts';
import { endpoint, originOf, Reply } from '#lib/server/http/index.ts';

/** Whatever stands there: a link that is none of ours is answered like one that has ended. */
const params = z.object({ token: z.string() });

/** What a link shows to whoever has it. */
export const GET = endpoint(
	{ params, query: SharedQuery },
	async ({ services, actor, params, query, event }) => {
		const { address = '' } = originOf(event);
		const shared = await services.chat.shared(actor, params.token, query, address);
		return new Reply(shared, { headers: SHARED_HEADERS });
	}
);
