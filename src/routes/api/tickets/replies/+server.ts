import { endpoint, Reply } from '#lib/server/http/index.ts';
import { NewReply } from '#lib/server/tickets/index.ts';

export const GET = endpoint({}, ({ services, actor }) => services.deskLists.replies(actor));

export const POST = endpoint({ body: NewReply }, async ({ services, actor, body }) => {
	return new Reply({ reply: await services.deskLists.addReply(actor, body) }, { status: 201 });
});
