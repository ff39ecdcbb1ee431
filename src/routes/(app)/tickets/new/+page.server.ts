import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { ensurePerson, formAction, pageLoad } from '#lib/server/http/index.ts';
import { NewTicket } from '#lib/server/tickets/index.ts';
import { Id, newId } from '#lib/shared/ids.ts';

/** What it is about, where one comes from there. */
const Query = z.object({
	conversation: Id.optional().catch(undefined),
	recording: Id.optional().catch(undefined),
	note: Id.optional().catch(undefined)
});

export const load = pageLoad({ query: Query }, ({ query }) => ({
	clientKey: newId(),
	conversationId: query.conversation ?? '',
	recordingId: query.recording ?? '',
	noteId: query.note ?? ''
}));

export const actions = {
	default: formAction(
		NewTicket.omit({ requesterId: true, tags: true, priority: true }),
		async ({ services, fields, event }) => {
			const person = await ensurePerson(event);
			const { number } = await services.tickets.create(person, fields);
			redirect(303, `/tickets/${number}?done=opened`);
		}
	)
};
