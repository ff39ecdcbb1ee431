import { z } from 'zod';
import { ConversationChange } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

const params = z.object({ id: Id });

export const GET = endpoint({ params, hasETag: true }, ({ services, actor, params: { id } }) =>
	services.chat.view(actor, id)
);

export const PATCH = endpoint(
	{ params, body: ConversationChange },
	({ services, actor, params: { id }, body }) => services.chat.change(actor, id, body)
);

/** Can be undone with PATCH {deleted: false} for a while. */
export const DELETE = endpoint({ params }, ({ services, actor, params: { id } }) =>
	services.chat.remove(actor, id)
);
