import { AuditEvents } from '#lib/server/auth/index.ts';
import { pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({ query: AuditEvents }, async ({ services, actor, query }) => ({
	query: { personId: query.personId ?? '', outcome: query.outcome ?? '', action: query.action ?? '' },
	isFirstPage: query.cursor === undefined,
	...(await services.auditTrail.list(actor, query))
}));
