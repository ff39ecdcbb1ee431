import { redirect } from '@sveltejs/kit';
import { pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({}, async ({ actor, services }) => {
	if (actor.role === 'guest') redirect(303, '/sign-in?next=/account');
	return { account: await services.auth.account(actor) };
});
