import { endpoint } from '#lib/server/http/index.ts';
import { ListRecordings } from '#lib/server/recordings/index.ts';

export const GET = endpoint({ query: ListRecordings }, ({ services, actor, query }) =>
	services.recordings.library.list(actor, query)
);
