import { z } from 'zod';
import { endpoint, readBytes } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id, number: z.coerce.number().int().min(1).max(10_000) });

/** The bytes of one part, as they are. */
export const PUT = endpoint({ params }, async ({ services, actor, params: { id, number }, event }) => ({
	upload: await services.recordings.uploads.putPart(actor, id, number, (maxBytes) =>
		readBytes(event.request, maxBytes)
	)
}));
