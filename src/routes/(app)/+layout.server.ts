import { sectionsFor } from '#lib/admin/sections.ts';
import { can } from '#lib/shared/actor.ts';
import { pageLoad } from '#lib/server/http/index.ts';

const LIST_LENGTH = 30;

export const load = pageLoad({}, async ({ services, actor }) => {
	const [list, tags] = await Promise.all([
		services.chat.list(actor, { limit: LIST_LENGTH }),
		services.chat.tags(actor)
	]);
	return {
		schoolName: services.settings.SCHOOL_NAME,
		isDemo: services.settings.SEGUE_DEMO,
		reader: {
			isGuest: actor.role === 'guest',
			displayName: actor.displayName,
			hasRecordings: can(actor, 'read:recording', { personId: actor.userId }),
			administration: sectionsFor(actor)[0]
		},
		list,
		tags
	};
});
