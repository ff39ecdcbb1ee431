import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

/** The letter once more, with a new link. */
export const POST = endpoint(
	{ params: z.object({ linkId: Id }) },
	({ services, actor, params: { linkId } }) => services.recordings.students.resend(actor, linkId)
);
