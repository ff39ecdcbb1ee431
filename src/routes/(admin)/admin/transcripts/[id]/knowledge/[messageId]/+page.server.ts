import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { PublishAnswer } from '#lib/server/transcripts/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id, messageId: Id });

/** What became knowledge already is opened instead. */
export const load = pageLoad({ params }, async ({ services, actor, params: { id, messageId } }) => {
	const draft = await services.transcripts.draft(actor, id, messageId);
	if (draft.documentId !== null) redirect(303, `/knowledge/${draft.documentId}`);
	return { ...draft, id, messageId };
});

export const actions = {
	default: formAction(PublishAnswer, async ({ services, actor, fields, event }) => {
		const { id, messageId } = params.parse(event.params);
		const { documentId } = await services.transcripts.publish(actor, id, messageId, fields);
		redirect(303, `/knowledge/${documentId}`);
	})
};
