import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { ExportTranscript } from '#lib/server/transcripts/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const GET = endpoint(
	{ params: z.object({ id: Id }), query: ExportTranscript },
	({ services, actor, params: { id }, query }) => services.transcripts.export(actor, id, query)
);
