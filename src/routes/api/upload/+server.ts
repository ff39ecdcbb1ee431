import { endpoint, ensurePerson, Reply } from '#lib/server/http/index.ts';
import { openForm } from './read-form.server.ts';

/** A recording in one form. The same key again is the same recording. */
export const POST = endpoint({}, async ({ services, actor, event }) => {
	// The deployment's own key has a row from its first act on; a visitor is refused below and gets none.
	if (actor.userId !== undefined) await ensurePerson(event);
	const { form, dropRest } = await openForm(event.request);
	try {
		return new Reply({ recording: await services.recordings.receive(actor, form) }, { status: 201 });
	} finally {
		// Whoever is still sending reads no answer.
		await dropRest();
	}
});
