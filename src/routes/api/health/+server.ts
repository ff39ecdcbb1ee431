import { endpoint, Reply } from '#lib/server/http/index.ts';
import { can } from '#lib/shared/actor.ts';

/** 503 when nothing can work; a load balancer needs no more. Reasons are for administrators. */
export const GET = endpoint({}, async ({ services, actor }) => {
	const report = await services.health.check();
	const isTrusted = can(actor, 'read:health');
	const stores = Object.fromEntries(
		Object.entries(report.stores).map(([name, { reason, ...store }]) => [
			name,
			isTrusted && reason !== undefined ? { ...store, reason } : store
		])
	);
	return new Reply({ ...report, stores }, { status: report.status === 'down' ? 503 : 200 });
});
