import { endpoint, Reply } from '#lib/server/http/index.ts';
import { can } from '#lib/shared/actor.ts';

/** 503 when nothing can work; a load balancer needs no more. Reasons and providers are for administrators. */
export const GET = endpoint({}, async ({ services, actor }) => {
	const { providers, ...report } = await services.health.check();
	const isTrusted = can(actor, 'read:health');
	const stores = Object.fromEntries(
		Object.entries(report.stores).map(([name, { reason, ...store }]) => [
			name,
			isTrusted && reason !== undefined ? { ...store, reason } : store
		])
	);
	const body = { ...report, ...(isTrusted ? { providers } : {}), stores };
	return new Reply(body, { status: report.status === 'down' ? 503 : 200 });
});
