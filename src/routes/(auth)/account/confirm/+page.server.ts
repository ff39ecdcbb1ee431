import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { NextPage } from '../../entrance.server.ts';
import { Confirm } from '#lib/server/auth/index.ts';
import { formAction, ownPath, pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({ query: z.object(NextPage) }, async ({ actor, services, query }) => {
	const next = ownPath(query.next ?? '/account');
	if (actor.role === 'guest') redirect(303, `/sign-in?next=${encodeURIComponent(next)}`);
	return { next, question: await services.stepUp.question(actor) };
});

export const actions = {
	default: formAction(Confirm.extend(NextPage), async ({ fields, actor, services }) => {
		await services.stepUp.confirm(actor, fields);
		redirect(303, ownPath(fields.next));
	})
};
