import { z } from 'zod';
import { originOf, pageLoad } from '#lib/server/http/index.ts';
import { SHARED_HEADERS } from '#lib/shared/conversation/sharing.ts';

/** Whatever stands there: a link that is none of ours looks like one that has ended. */
const Params = z.object({ token: z.string() });

export const load = pageLoad({ params: Params }, async ({ services, params, event }) => {
	// For the page of a link that has ended, too.
	event.setHeaders(SHARED_HEADERS);
	const { address = '' } = originOf(event);
	return {
		schoolName: services.settings.SCHOOL_NAME,
		shared: await services.recordings.shares.read(params.token, address)
	};
});
