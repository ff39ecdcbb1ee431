import { BeginIngestQuery } from '#lib/knowledge/contracts.ts';
import { endpoint, Reply } from '#lib/server/http/index.ts';

/** Files on their way, and how the last ones ended: asked again and again while there are any. */
export const GET = endpoint({ hasETag: true }, async ({ services, actor }) => ({
	ingests: await services.ingestion.ingests.list(actor)
}));

/** The file is the body, as it is; it is never held whole here. */
export const POST = endpoint({ query: BeginIngestQuery }, async ({ services, actor, query, event }) => {
	const { headers, body } = event.request;
	const length = headers.get('content-length');
	const ingest = await services.ingestion.ingests.begin(actor, {
		...{ name: query.name, audience: query.audience, tags: query.tags, body },
		sizeBytes: length !== null && /^\d{1,15}$/.test(length) ? Number(length) : undefined
	});
	return new Reply(ingest, { status: 202 });
});
