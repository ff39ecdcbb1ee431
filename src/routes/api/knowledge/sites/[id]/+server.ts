import { DocumentParams } from '#lib/knowledge/contracts.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** Its documents stay. */
export const DELETE = endpoint({ params: DocumentParams }, ({ services, actor, params }) =>
	services.webPages.forget(actor, params.id)
);
