import { z } from 'zod';
import { endpoint, originOf, Reply } from '#lib/server/http/index.ts';
import { SHARED_HEADERS } from '#lib/shared/conversation/sharing.ts';

/** Whatever stands there: a link that is none of ours is answered like one that has ended. */
const params = z.object({ token: z.string() });

/** What a link shows to whoever has it. */
export const GET = endpoint({ params }, async ({ services, params: { token }, event }) => {
	const { address = '' } = originOf(event);
	return new Reply(await services.recordings.shares.read(token, address), { headers: SHARED_HEADERS });
});
