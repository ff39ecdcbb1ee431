import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const GET = endpoint(
	{ params: z.object({ id: Id, otherId: Id }), hasETag: true },
	({ services, actor, params: { id, otherId } }) =>
		services.measurements.comparisons.between(actor, id, otherId)
);
