import { z } from 'zod';
import { can } from '#lib/shared/actor.ts';
import { Id } from '#lib/shared/ids.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { PublishAnswer } from '#lib/server/transcripts/index.ts';

const params = z.object({ id: Id });

export const load = pageLoad({ params }, async ({ services, actor, params: { id } }) => ({
	mayWrite: can(actor, 'write:knowledge'),
	gap: await services.knowledgeGaps.read(actor, id)
}));

export const actions = {
	publish: formAction(PublishAnswer, ({ services, actor, fields, event }) =>
		services.knowledgeGaps.answer(actor, params.parse(event.params).id, fields)
	)
};
