import { endpoint, Reply } from '#lib/server/http/index.ts';
import { NewFilter } from '#lib/server/tickets/index.ts';

export const GET = endpoint({}, ({ services, actor }) => services.deskLists.filters(actor));

export const POST = endpoint({ body: NewFilter }, async ({ services, actor, body }) => {
	return new Reply({ filter: await services.deskLists.saveFilter(actor, body) }, { status: 201 });
});
