import { z } from 'zod';
import { Id } from '#lib/shared/ids.ts';
import { pageLoad } from '#lib/server/http/index.ts';
import { requirePermission } from '#lib/shared/actor.ts';

export const load = pageLoad({ params: z.object({ id: Id }) }, async ({ services, actor, params }) => {
	requirePermission(actor, 'take:conversation');
	return {
		ownName: actor.displayName ?? '',
		history: await services.chat.messages(actor, params.id, { limit: 100 })
	};
});
