import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const POST = endpoint(
	{ params: z.object({ id: Id }) },
	async ({ services, actor, params: { id } }) => ({
		recording: await services.recordings.uploads.complete(actor, id)
	})
);
