import { endpoint } from '#lib/server/http/index.ts';
import { ListTranscripts } from '#lib/server/transcripts/index.ts';

/** Asked for again and again by a list that is watched. */
export const GET = endpoint({ query: ListTranscripts, hasETag: true }, ({ services, actor, query }) =>
	services.transcripts.list(actor, query)
);
