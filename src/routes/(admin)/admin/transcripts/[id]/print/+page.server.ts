import { z } from 'zod';
import { pageLoad } from '#lib/server/http/index.ts';
import { ReadTranscript } from '#lib/server/transcripts/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const load = pageLoad(
	{ params: z.object({ id: Id }), query: ReadTranscript },
	async ({ services, actor, params, query }) => ({
		transcript: await services.transcripts.readWhole(actor, params.id, query.unmasking)
	})
);
