import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { FileLinkQuery } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const GET = endpoint(
	{ params: z.object({ id: Id }), query: FileLinkQuery },
	({ services, actor, params: { id }, query: { part } }) => services.recordings.files.link(actor, id, part)
);
