import { z } from 'zod';
import type { QueueAnswer } from '#lib/shared/desk.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** The place of whoever waits for a person, and how long it will take. */
export const GET = endpoint(
	{ params: z.object({ id: Id }), hasETag: true },
	async ({ services, actor, params }): Promise<QueueAnswer> => ({
		queue: await services.desk.placeOf(actor, params.id)
	})
);
