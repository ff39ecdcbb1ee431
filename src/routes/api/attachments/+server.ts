import { z } from 'zod';
import { endpoint, ensurePerson, Reply } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';
import { readFile } from './read-file.server.ts';

export const POST = endpoint(
	{ query: z.object({ conversationId: Id }) },
	async ({ services, query: { conversationId }, event }) => {
		const file = await readFile(event.request);
		// A visitor becomes a guest only now that there is a file.
		const actor = await ensurePerson(event);
		return new Reply(await services.attachments.add(actor, { conversationId, ...file }), { status: 201 });
	}
);
