import { z } from 'zod';
import { RevokeQuery, SHARED_HEADERS, ShareRequest } from '#lib/shared/conversation/sharing.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

const params = z.object({ id: Id });

/** The only answer that ever holds the link. */
export const POST = endpoint(
	{ params, body: ShareRequest.prefault({}) },
	async ({ services, actor, params: { id }, body }) =>
		new Reply(await services.chat.share(actor, id, body), { status: 201, headers: SHARED_HEADERS })
);

export const GET = endpoint({ params, hasETag: true }, ({ services, actor, params: { id } }) =>
	services.chat.links(actor, id)
);

/** One link (`?link=`), or all of them. */
export const DELETE = endpoint({ params, query: RevokeQuery }, ({ services, actor, params: { id }, query }) =>
	services.chat.revoke(actor, id, query.link)
);
