import { endpoint, Reply } from '#lib/server/http/index.ts';
import { openForm } from './read-form.server.ts';

/** A recording in one form. The same key again is the same recording. */
export const POST = endpoint({}, async ({ services, actor, event }) => {
	const { form, dropRest } = await openForm(event.request);
	try {
		return new Reply({ recording: await services.recordings.receive(actor, form) }, { status: 201 });
	} finally {
		// Whoever is still sending reads no answer.
		await dropRest();
	}
});
