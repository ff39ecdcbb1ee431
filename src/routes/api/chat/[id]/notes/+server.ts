import { z } from 'zod';
import { NoteRequest } from '#lib/shared/conversation/requests.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

const params = z.object({ id: Id });

export const GET = endpoint({ params }, async ({ services, actor, params: { id } }) => ({
	notes: await services.chat.notes(actor, id)
}));

export const POST = endpoint(
	{ params, body: NoteRequest },
	async ({ services, actor, params: { id }, body }) =>
		new Reply({ notes: await services.chat.note(actor, id, body) }, { status: 201 })
);
