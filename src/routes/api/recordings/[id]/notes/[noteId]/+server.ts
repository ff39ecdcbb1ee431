import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { ChangeNote } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id, noteId: Id });

export const PATCH = endpoint(
	{ params, body: ChangeNote },
	async ({ services, actor, params: { id, noteId }, body }) => ({
		note: await services.recordings.notes.change(actor, id, noteId, body)
	})
);

export const DELETE = endpoint({ params }, ({ services, actor, params: { id, noteId } }) =>
	services.recordings.notes.remove(actor, id, noteId)
);
