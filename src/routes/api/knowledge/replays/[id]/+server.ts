import { DocumentParams } from '#lib/knowledge/contracts.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** How far a change is tried. */
export const GET = endpoint({ params: DocumentParams }, ({ services, actor, params }) =>
	services.replays.read(actor, params.id)
);
