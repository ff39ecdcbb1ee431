import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { ChangeReply, NewReply } from '#lib/server/tickets/index.ts';
import { Id } from '#lib/shared/ids.ts';

/** What was done, for the page that comes after. */
const Query = z.object({ done: z.enum(['added', 'changed', 'removed']).optional().catch(undefined) });

export const load = pageLoad({ query: Query }, async ({ services, actor, query }) => ({
	...(await services.deskLists.replies(actor)),
	done: query.done
}));

export const actions = {
	add: formAction(NewReply, async ({ services, actor, fields }) => {
		await services.deskLists.addReply(actor, fields);
		redirect(303, '/admin/tickets/replies?done=added');
	}),
	change: formAction(
		ChangeReply.extend({ id: Id }),
		async ({ services, actor, fields: { id, ...reply } }) => {
			await services.deskLists.changeReply(actor, id, reply);
			redirect(303, '/admin/tickets/replies?done=changed');
		}
	),
	remove: formAction(z.object({ id: Id }), async ({ services, actor, fields: { id } }) => {
		await services.deskLists.removeReply(actor, id);
		redirect(303, '/admin/tickets/replies?done=removed');
	})
};
