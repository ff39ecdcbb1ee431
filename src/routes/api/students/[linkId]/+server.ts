import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { ChangeStudent } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ linkId: Id });

export const PATCH = endpoint(
	{ params, body: ChangeStudent },
	async ({ services, actor, params: { linkId }, body }) => ({
		student: await services.recordings.students.change(actor, linkId, body)
	})
);

/** By the teacher or by the student. */
export const DELETE = endpoint({ params }, ({ services, actor, params: { linkId } }) =>
	services.recordings.students.end(actor, linkId)
);
