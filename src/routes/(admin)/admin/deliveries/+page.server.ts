import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const load = pageLoad({}, async ({ services, actor }) => ({
	deliveries: await services.deliveries.list(actor),
	hasDesk: services.settings.TICKET_WEBHOOK_URL !== undefined,
	now: services.clock.now()
}));

export const actions = {
	replay: formAction(z.object({ id: Id }), async ({ services, actor, fields }) => {
		await services.deliveries.replay(actor, fields.id);
		redirect(303, '/admin/deliveries');
	})
};
