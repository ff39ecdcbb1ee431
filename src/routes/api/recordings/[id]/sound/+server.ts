import { z } from 'zod';
import { endpoint, Reply } from '#lib/server/http/index.ts';
import { BeginSound } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

/** For what cannot be decoded on the server: the sound, decoded by a browser, beside the original. */
export const POST = endpoint(
	{ params: z.object({ id: Id }), body: BeginSound },
	async ({ services, actor, params: { id }, body }) =>
		new Reply({ upload: await services.recordings.uploads.beginSound(actor, id, body) }, { status: 201 })
);
