import { z } from 'zod';
import { Paged } from '#lib/server/auth/index.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const load = pageLoad({ query: Paged }, async ({ services, actor, query }) => ({
	isFirstPage: query.cursor === undefined,
	...(await services.apiKeys.listAll(actor, query))
}));

export const actions = {
	revoke: formAction(z.object({ id: Id }), async ({ services, actor, fields }) => {
		await services.apiKeys.revoke(actor, fields.id);
		return { revokedId: fields.id };
	})
};
