import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { ChangeRecording } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id });

export const GET = endpoint({ params }, async ({ services, actor, params: { id } }) => ({
	recording: await services.recordings.library.read(actor, id)
}));

export const PATCH = endpoint(
	{ params, body: ChangeRecording },
	async ({ services, actor, params: { id }, body }) => ({
		recording: await services.recordings.library.change(actor, id, body)
	})
);

export const DELETE = endpoint({ params }, ({ services, actor, params: { id } }) =>
	services.recordings.library.remove(actor, id)
);
