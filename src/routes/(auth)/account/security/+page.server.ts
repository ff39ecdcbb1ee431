import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { formAction, pageLoad } from '#lib/server/http/index.ts';

/** The hash that is a session's id. */
const OneSession = z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) });

export const load = pageLoad({}, async ({ actor, services }) => {
	if (actor.role === 'guest') redirect(303, '/sign-in?next=/account/security');
	const [sessions, secondFactor] = await Promise.all([
		services.sessions.list(actor),
		services.secondFactor.state(actor)
	]);
	return { sessions, secondFactor };
});

export const actions = {
	end: formAction(OneSession, async ({ fields, actor, services }) => {
		await services.sessions.revoke(actor, fields.id);
		return { ended: 1 };
	}),
	'end-others': formAction(z.object({}), async ({ actor, services }) => ({
		ended: await services.sessions.revokeOthers(actor)
	}))
};
