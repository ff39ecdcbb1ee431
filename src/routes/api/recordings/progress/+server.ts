import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const GET = endpoint(
	{ query: z.object({ student: Id.optional() }), hasETag: true },
	({ services, actor, query: { student } }) => services.measurements.progress.of(actor, student)
);
