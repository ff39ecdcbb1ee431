import { DocumentParams } from '#lib/knowledge/contracts.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

export const POST = endpoint(
	{ params: DocumentParams },
	async ({ services, actor, params }) =>
		new Reply(await services.ingestion.ingests.retry(actor, params.id), { status: 202 })
);
