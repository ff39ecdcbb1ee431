import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { Unmask } from '#lib/server/transcripts/index.ts';
import { Id } from '#lib/shared/ids.ts';

/** What it answers with is named as `unmasking` when the transcript is read or exported. */
export const POST = endpoint(
	{ params: z.object({ id: Id }), body: Unmask },
	({ services, actor, params: { id }, body }) => services.transcripts.unmask(actor, id, body.reason)
);
