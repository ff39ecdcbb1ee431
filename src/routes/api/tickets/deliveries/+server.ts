import { endpoint } from '#lib/server/http/index.ts';

/** What the external desk has still to be told, and what was given up. */
export const GET = endpoint({}, async ({ services, actor }) => ({
	deliveries: await services.deliveries.list(actor)
}));
