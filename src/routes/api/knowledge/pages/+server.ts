import { AddPageBody } from '#lib/knowledge/contracts.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

export const POST = endpoint({ body: AddPageBody }, async ({ services, actor, body }) => {
	const result = await services.webPages.add(actor, body);
	const status = result.status === 'created' ? 201 : result.status === 'site' ? 202 : 200;
	return new Reply(result, { status });
});
