import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { ChangeTranscript, ReadTranscript } from '#lib/server/transcripts/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id });

export const GET = endpoint({ params, query: ReadTranscript }, ({ services, actor, params: { id }, query }) =>
	services.transcripts.read(actor, id, query)
);

/** The team's tags, and the own bookmark. */
export const PATCH = endpoint(
	{ params, body: ChangeTranscript },
	async ({ services, actor, params: { id }, body }) => ({
		transcript: await services.transcripts.change(actor, id, body)
	})
);
