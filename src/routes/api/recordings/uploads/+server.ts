import { endpoint, Reply } from '#lib/server/http/index.ts';
import { BeginUpload } from '#lib/server/recordings/index.ts';

export const GET = endpoint({}, async ({ services, actor }) => ({
	uploads: await services.recordings.uploads.list(actor)
}));

export const POST = endpoint(
	{ body: BeginUpload },
	async ({ services, actor, body }) =>
		new Reply({ upload: await services.recordings.uploads.begin(actor, body) }, { status: 201 })
);
