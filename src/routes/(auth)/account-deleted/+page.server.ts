import { z } from 'zod';
import { keepToSelf } from '../secret-page.server.ts';
import { pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad(
	{ query: z.object({ receipt: z.string().max(100).catch('') }) },
	async ({ services, query, event }) => {
		keepToSelf(event);
		return { receipt: await services.erasure.receipt(query.receipt) };
	}
);
