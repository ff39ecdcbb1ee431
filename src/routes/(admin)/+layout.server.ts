import { sectionsFor } from '#lib/admin/sections.ts';
import { pageLoad } from '#lib/server/http/index.ts';
import { requirePermission } from '#lib/shared/actor.ts';

// Each page asks for its own permission. This says what the navigation may show, and keeps those out who may open none of it.
export const load = pageLoad({}, ({ services, actor }) => {
	const sections = sectionsFor(actor);
	if (sections.length === 0) requirePermission(actor, 'read:rating');
	return { schoolName: services.settings.SCHOOL_NAME, displayName: actor.displayName, sections };
});
