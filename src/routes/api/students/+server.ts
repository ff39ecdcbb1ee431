import { endpoint, Reply } from '#lib/server/http/index.ts';
import { InviteStudent } from '#lib/server/recordings/index.ts';

export const GET = endpoint({}, ({ services, actor }) => services.recordings.students.list(actor));

export const POST = endpoint(
	{ body: InviteStudent },
	async ({ services, actor, body }) =>
		new Reply(await services.recordings.students.invite(actor, body), { status: 201 })
);
