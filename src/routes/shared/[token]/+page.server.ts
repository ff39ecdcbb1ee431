import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { ImportRequest, SHARED_HEADERS, SharedQuery } from '#lib/shared/conversation/sharing.ts';
import { ensurePerson, formAction, originOf, pageLoad } from '#lib/server/http/index.ts';
import { newId } from '#lib/shared/ids.ts';

/** Whatever stands there: a link that is none of ours looks like one that has ended. */
const Params = z.object({ token: z.string() });

export const load = pageLoad(
	{ params: Params, query: SharedQuery },
	async ({ services, actor, params, query, event }) => {
		// For the page of a link that has ended, too.
		event.setHeaders(SHARED_HEADERS);
		const { address = '' } = originOf(event);
		const shared = await services.chat.shared(actor, params.token, query, address);
		return {
			schoolName: services.settings.SCHOOL_NAME,
			shared,
			isFirstPage: query.cursor === undefined,
			/** Sent twice, the form makes one copy. */
			importKey: newId()
		};
	}
);

export const actions = {
	default: formAction(ImportRequest, async ({ services, fields, event }) => {
		const { token } = Params.parse(event.params);
		const { address = '' } = originOf(event);
		const actor = await ensurePerson(event);
		const { conversationId } = await services.chat.importShared(actor, token, fields.key, address);
		redirect(303, `/c/${conversationId}`);
	})
};
