import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { KeyListQuery } from '#lib/server/auth/index.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const load = pageLoad({ query: KeyListQuery }, async ({ actor, services, query }) => {
	if (actor.role === 'guest') redirect(303, '/sign-in?next=/account/keys');
	return { isFirstPage: query.cursor === undefined, ...(await services.apiKeys.list(actor, query)) };
});

export const actions = {
	revoke: formAction(z.object({ id: Id }), async ({ services, actor, fields }) => {
		await services.apiKeys.revoke(actor, fields.id);
		return { revokedId: fields.id };
	})
};
