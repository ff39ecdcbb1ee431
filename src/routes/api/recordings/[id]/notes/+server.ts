import { z } from 'zod';
import { endpoint, Reply } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';
import { readNote } from './read-note.server.ts';

const params = z.object({ id: Id });

export const GET = endpoint({ params }, async ({ services, actor, params: { id } }) => ({
	notes: await services.recordings.notes.list(actor, id)
}));

/** JSON, or a form where a voice memo goes with it. */
export const POST = endpoint({ params }, async ({ services, actor, params: { id }, event }) => {
	const { form, memo } = await readNote(event.request);
	return new Reply({ note: await services.recordings.notes.add(actor, id, form, memo) }, { status: 201 });
});
