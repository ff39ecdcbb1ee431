import { DocumentParams } from '#lib/knowledge/contracts.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

export const POST = endpoint({ params: DocumentParams }, async ({ services, actor, params }) => {
	await services.webPages.readAgain(actor, params.id);
	return new Reply(null, { status: 202 });
});
