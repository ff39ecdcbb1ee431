import { z } from 'zod';
import { can } from '#lib/shared/actor.ts';
import { Id } from '#lib/shared/ids.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { ChangeGap, ListGaps } from '#lib/server/knowledge-gaps/index.ts';

export const load = pageLoad({ query: ListGaps }, async ({ services, actor, query }) => ({
	/** Agents read; who writes the knowledge closes gaps. */
	mayWrite: can(actor, 'write:knowledge'),
	status: query.status,
	gaps: await services.knowledgeGaps.list(actor, query)
}));

export const actions = {
	change: formAction(ChangeGap.extend({ id: z.string().pipe(Id) }), async ({ services, actor, fields }) => {
		await services.knowledgeGaps.change(actor, fields.id, fields);
	})
};
