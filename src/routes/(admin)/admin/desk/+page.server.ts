import { pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({}, async ({ services, actor }) => ({
	now: services.clock.now(),
	desk: await services.desk.list(actor)
}));
