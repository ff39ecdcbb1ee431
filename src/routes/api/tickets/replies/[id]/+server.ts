import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { ChangeReply } from '#lib/server/tickets/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id });

export const PATCH = endpoint(
	{ params, body: ChangeReply },
	async ({ services, actor, params: { id }, body }) => ({
		reply: await services.deskLists.changeReply(actor, id, body)
	})
);

export const DELETE = endpoint({ params }, ({ services, actor, params: { id } }) =>
	services.deskLists.removeReply(actor, id)
);
