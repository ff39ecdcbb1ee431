import { pageLoad } from '#lib/server/http/index.ts';
import { requirePermission } from '#lib/shared/actor.ts';

export const load = pageLoad({}, ({ services, actor }) => {
	requirePermission(actor, 'write:knowledge');
	return { schoolName: services.settings.SCHOOL_NAME, displayName: actor.displayName };
});
