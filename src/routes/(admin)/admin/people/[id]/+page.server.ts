import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { ChangeRole } from '#lib/server/auth/index.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

const Params = z.object({ id: Id });
/** What was done, for the page that comes after. */
const Query = z.object({ done: z.enum(['role', 'closed', 'opened']).optional().catch(undefined) });

export const load = pageLoad(
	{ params: Params, query: Query },
	async ({ services, actor, params, query }) => ({
		person: await services.people.view(actor, params.id),
		done: query.done
	})
);

export const actions = {
	role: formAction(ChangeRole, async ({ services, actor, fields, event }) => {
		const { id } = Params.parse(event.params);
		const isChanged = await services.people.changeRole(actor, id, fields.role);
		redirect(303, `/admin/people/${id}${isChanged ? '?done=role' : ''}`);
	}),
	close: formAction(z.object({}), async ({ services, actor, event }) => {
		const { id } = Params.parse(event.params);
		await services.people.disable(actor, id);
		redirect(303, `/admin/people/${id}?done=closed`);
	}),
	open: formAction(z.object({}), async ({ services, actor, event }) => {
		const { id } = Params.parse(event.params);
		await services.people.enable(actor, id);
		redirect(303, `/admin/people/${id}?done=opened`);
	})
};
