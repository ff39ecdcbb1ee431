import { endpoint } from '#lib/server/http/index.ts';
import { SearchTranscripts } from '#lib/server/transcripts/index.ts';

export const GET = endpoint({ query: SearchTranscripts }, ({ services, actor, query }) =>
	services.transcripts.search(actor, query)
);
