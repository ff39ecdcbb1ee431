import { z } from 'zod';
import { endpoint, sendFile } from '#lib/server/http/index.ts';
import { FileQuery } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

/** By a signature in the address, or for whoever may see the recording. */
export const GET = endpoint(
	{ params: z.object({ id: Id }), query: FileQuery },
	async ({ services, actor, params: { id }, query, event }) =>
		sendFile(event.request, await services.recordings.files.read(actor, id, query), {
			isForSaving: query.download !== undefined
		})
);
