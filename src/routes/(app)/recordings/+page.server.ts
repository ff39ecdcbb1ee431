import { z } from 'zod';
import { pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

/** A filter left empty in the form is no filter; one that could not be is none either. */
const Query = z.object({
	student: Id.optional().catch(undefined),
	tag: z.string().trim().min(1).max(40).optional().catch(undefined),
	query: z.string().trim().max(200).default(''),
	status: z.enum(['uploaded', 'processing', 'analyzed', 'failed']).optional().catch(undefined)
});

const PAGE_LENGTH = 30;

export const load = pageLoad({ query: Query }, async ({ services, actor, query }) => ({
	filter: query,
	...(await services.recordings.library.list(actor, { ...query, limit: PAGE_LENGTH }))
}));
