import { endpoint, ensurePerson, Reply } from '#lib/server/http/index.ts';
import { BeginUpload } from '#lib/server/recordings/index.ts';

export const GET = endpoint({}, async ({ services, actor }) => ({
	uploads: await services.recordings.uploads.list(actor)
}));

export const POST = endpoint({ body: BeginUpload }, async ({ services, actor, body, event }) => {
	// As for a whole upload: the deployment's own key has a row from its first act on.
	if (actor.userId !== undefined) await ensurePerson(event);
	return new Reply({ upload: await services.recordings.uploads.begin(actor, body) }, { status: 201 });
});
