import { endpoint } from '#lib/server/http/index.ts';

export const GET = endpoint({ hasETag: true }, async ({ services, actor }) => ({
	sites: await services.webPages.sites(actor)
}));
