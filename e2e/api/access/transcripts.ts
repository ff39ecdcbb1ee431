import { newId } from '../turn.ts';
import type { Door, Knock, Subject, Who } from './knock.ts';
import { ADMINISTRATORS } from './who.ts';

const STAFF: readonly Who[] = ['agent', 'admin'];
/** No conversation of it: whose real ones are, and what is masked in them, is tried in the room of transcripts. */
const nothing = (to: readonly Who[], knock: (id: string, subject: Subject) => Knock): Door => ({
	to,
	isToNothing: true,
	knock: (subject) => knock(newId(), subject)
});
const page = (address: string): Door => ({ to: STAFF, knock: () => ({ address }) });
const reason = 'The person asked me to look.';
const answer = { title: 'A title', text: 'A text of more than twenty letters.', audience: 'staff' };

export const TRANSCRIPT_DOORS: Record<string, Door> = {
	'GET /admin/transcripts': page('/admin/transcripts'),
	'GET /admin/consistency': { to: ADMINISTRATORS, knock: () => ({ address: '/admin/consistency' }) },
	'POST /admin/consistency?/compare': {
		to: ADMINISTRATORS,
		knock: () => ({ address: '/admin/consistency', form: {} })
	},
	'POST /admin/consistency?/dismiss': nothing(ADMINISTRATORS, (id) => ({
		address: '/admin/consistency',
		form: { id: id.replaceAll('-', '').repeat(2), isDismissed: 'true' }
	})),
	'GET /admin/gaps': page('/admin/gaps'),
	'POST /admin/gaps?/change': nothing(ADMINISTRATORS, (id) => ({
		address: '/admin/gaps',
		form: { id, status: 'dismissed' }
	})),
	'GET /admin/gaps/[id]': nothing(STAFF, (id) => ({ address: `/admin/gaps/${id}` })),
	'POST /admin/gaps/[id]?/publish': nothing(ADMINISTRATORS, (id) => ({
		address: `/admin/gaps/${id}`,
		form: { title: 'A title', text: 'A text of twenty letters and more.', audience: 'staff' }
	})),
	'GET /api/transcripts': page('/api/transcripts?limit=1'),
	'GET /api/transcripts/search': page('/api/transcripts/search?q=cello&limit=1'),
	'GET /admin/transcripts/[id]': nothing(STAFF, (id) => ({ address: `/admin/transcripts/${id}` })),
	'POST /admin/transcripts/[id]?/unmask': nothing(ADMINISTRATORS, (id) => ({
		address: `/admin/transcripts/${id}`,
		form: { reason }
	})),
	'POST /admin/transcripts/[id]?/tags': nothing(STAFF, (id) => ({
		address: `/admin/transcripts/${id}`,
		form: { tags: 'one, two' }
	})),
	'POST /admin/transcripts/[id]?/bookmark': nothing(STAFF, (id) => ({
		address: `/admin/transcripts/${id}`,
		form: { isBookmarked: 'yes' }
	})),
	'GET /admin/transcripts/[id]/print': nothing(STAFF, (id) => ({
		address: `/admin/transcripts/${id}/print`
	})),
	'GET /admin/transcripts/[id]/knowledge/[messageId]': nothing(ADMINISTRATORS, (id) => ({
		address: `/admin/transcripts/${id}/knowledge/${newId()}`
	})),
	'POST /admin/transcripts/[id]/knowledge/[messageId]?/default': nothing(ADMINISTRATORS, (id) => ({
		address: `/admin/transcripts/${id}/knowledge/${newId()}`,
		form: answer
	})),
	'GET /api/transcripts/[id]': nothing(STAFF, (id) => ({ address: `/api/transcripts/${id}` })),
	'PATCH /api/transcripts/[id]': nothing(STAFF, (id) => ({
		address: `/api/transcripts/${id}`,
		json: { isBookmarked: true }
	})),
	'POST /api/transcripts/[id]/unmask': nothing(ADMINISTRATORS, (id) => ({
		address: `/api/transcripts/${id}/unmask`,
		json: { reason }
	})),
	'GET /api/transcripts/[id]/export': nothing(STAFF, (id) => ({
		address: `/api/transcripts/${id}/export?format=csv`
	})),
	'GET /api/transcripts/[id]/messages/[messageId]/knowledge': nothing(ADMINISTRATORS, (id) => ({
		address: `/api/transcripts/${id}/messages/${newId()}/knowledge`
	})),
	'POST /api/transcripts/[id]/messages/[messageId]/knowledge': nothing(ADMINISTRATORS, (id) => ({
		address: `/api/transcripts/${id}/messages/${newId()}/knowledge`,
		json: answer
	}))
};
