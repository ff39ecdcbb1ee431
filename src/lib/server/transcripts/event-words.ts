import { m } from '#lib/paraglide/messages.js';
import type { ConversationEvent } from '#lib/shared/transcripts.ts';

/** What happened, in words. */
export function eventWords(event: ConversationEvent): string {
	switch (event.type) {
		case 'data-title':
			return m.transcripts_event_title({ title: event.data.title });
		case 'data-status':
			return event.data.deletedAt === null
				? m.transcripts_event_status({ status: event.data.status })
				: m.transcripts_event_deleted();
		case 'data-rating': {
			const { rating } = event.data;
			if (rating === null) return m.transcripts_event_unrated();
			const words = rating.value === 'up' ? m.transcripts_event_rated_up() : m.transcripts_event_rated_down();
			return rating.reason === undefined ? words : `${words} “${rating.reason}”`;
		}
		case 'data-approval':
			return event.data.approved ? m.transcripts_event_approved() : m.transcripts_event_refused();
		case 'data-floor': {
			const { holder, reason } = event.data;
			if (holder !== null)
				return reason === 'replaced'
					? m.transcripts_event_replaced({ name: holder.name })
					: m.transcripts_event_claimed({ name: holder.name });
			return m.transcripts_event_released({ reason });
		}
		case 'data-handover-state': {
			const { status, origin, outcome } = event.data;
			if (status === 'requested') return m.transcripts_event_requested({ origin });
			return status === 'taken'
				? m.transcripts_event_taken()
				: m.transcripts_event_request_closed({ outcome: outcome ?? 'closed' });
		}
	}
}
