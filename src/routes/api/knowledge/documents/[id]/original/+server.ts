import { DocumentParams, ReadDocumentQuery } from '#lib/knowledge/contracts.ts';
import { endpoint, sendFile } from '#lib/server/http/index.ts';

/** The file a document was read from. With a revision: only the one that was read into it. */
export const GET = endpoint(
	{ params: DocumentParams, query: ReadDocumentQuery },
	async ({ services, actor, params, query, event }) =>
		sendFile(event.request, await services.originals.read(actor, params.id, query.revision), {
			isForSaving: true
		})
);
