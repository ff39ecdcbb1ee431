import { Paged } from '#lib/server/auth/index.ts';
import { pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({ query: Paged }, async ({ services, actor, query }) => ({
	isSent: services.settings.MAIL_PROVIDER !== 'outbox',
	isFirstPage: query.cursor === undefined,
	...(await services.outbox.list(actor, query))
}));
