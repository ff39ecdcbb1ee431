import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { pageLoad } from '#lib/server/http/index.ts';

/** What was done on the page one comes from. */
const Query = z.object({ changed: z.enum(['password']).optional().catch(undefined) });

export const load = pageLoad({ query: Query }, async ({ actor, services, query }) => {
	if (actor.role === 'guest') redirect(303, '/sign-in?next=/account');
	const [account, address] = await Promise.all([
		services.auth.account(actor),
		services.addresses.standing(actor)
	]);
	return { account, address, changed: query.changed };
});
