import { z } from 'zod';
import { Id } from '#lib/shared/ids.ts';
import { pageLoad } from '#lib/server/http/index.ts';
import { can, requirePermission } from '#lib/shared/actor.ts';

// The conversation alone: what else is known of it is read beside it, so that nobody waits for that to take over.
export const load = pageLoad({ params: z.object({ id: Id }) }, async ({ services, actor, params }) => {
	requirePermission(actor, 'take:conversation');
	return {
		ownId: actor.userId ?? '',
		ownName: actor.displayName ?? '',
		mayReplace: can(actor, 'write:handover'),
		history: await services.chat.messages(actor, params.id, { limit: 100 })
	};
});
