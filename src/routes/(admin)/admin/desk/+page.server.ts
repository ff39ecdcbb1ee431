import { pageLoad } from '#lib/server/http/index.ts';
import { can } from '#lib/shared/actor.ts';

export const load = pageLoad({}, async ({ services, actor }) => ({
	now: services.clock.now(),
	maySetPeople: can(actor, 'write:handover'),
	desk: await services.desk.list(actor)
}));
