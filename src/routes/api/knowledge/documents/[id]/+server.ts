import { endpoint } from '#lib/server/http/index.ts';
import { DocumentParams, ReadDocumentQuery } from '#lib/knowledge/contracts.ts';

export const GET = endpoint(
	{ params: DocumentParams, query: ReadDocumentQuery },
	({ services, actor, params, query }) => services.knowledge.getDocument(actor, params.id, query.revision)
);

export const DELETE = endpoint({ params: DocumentParams }, ({ services, actor, params }) =>
	services.knowledge.deleteDocument(actor, params.id)
);
