import { DocumentParams } from '#lib/knowledge/contracts.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const GET = endpoint({ params: DocumentParams }, ({ services, actor, params }) =>
	services.ingestion.ingests.find(actor, params.id)
);

/** Cancels what is under way; forgets what has ended. */
export const DELETE = endpoint({ params: DocumentParams }, ({ services, actor, params }) =>
	services.ingestion.ingests.remove(actor, params.id)
);
