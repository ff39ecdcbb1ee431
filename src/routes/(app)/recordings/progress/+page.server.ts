import { z } from 'zod';
import { pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

const Query = z.object({ student: Id.optional().catch(undefined) });

export const load = pageLoad({ query: Query }, async ({ services, actor, query: { student } }) => ({
	progress: await services.measurements.progress.of(actor, student)
}));
