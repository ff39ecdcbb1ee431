import { endpoint } from '#lib/server/http/index.ts';
import { AcceptStudent } from '#lib/server/recordings/index.ts';

export const POST = endpoint({ body: AcceptStudent }, async ({ services, actor, body: { token } }) => ({
	teacher: await services.recordings.students.accept(actor, token)
}));
