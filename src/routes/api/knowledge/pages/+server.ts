import { AddPageBody } from '#lib/knowledge/contracts.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

export const POST = endpoint({ body: AddPageBody }, async ({ services, actor, body }) => {
	const result = await services.webPages.add(actor, body);
	return new Reply(result, { status: result.status === 'created' ? 201 : 200 });
});
