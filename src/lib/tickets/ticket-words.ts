// What statuses, priorities, kinds and fields of a ticket are called.
import { m } from '#lib/paraglide/messages.js';
import type { TicketCategory, TicketEvent, TicketPriority, TicketStatus } from '#lib/shared/tickets.ts';

export const STATUS_WORDS: Record<TicketStatus, () => string> = {
	open: m.tickets_status_open,
	pending: m.tickets_status_pending,
	on_hold: m.tickets_status_on_hold,
	solved: m.tickets_status_solved,
	closed: m.tickets_status_closed
};

/** To whoever asked: whose turn it is. */
export const OWN_STATUS_WORDS: Record<TicketStatus, () => string> = {
	...STATUS_WORDS,
	open: m.tickets_own_status_open,
	pending: m.tickets_own_status_pending,
	on_hold: m.tickets_own_status_open
};

export const PRIORITY_WORDS: Record<TicketPriority, () => string> = {
	low: m.tickets_priority_low,
	normal: m.tickets_priority_normal,
	high: m.tickets_priority_high,
	urgent: m.tickets_priority_urgent
};

export const CATEGORY_WORDS: Record<TicketCategory, () => string> = {
	lessons: m.tickets_category_lessons,
	billing: m.tickets_category_billing,
	account: m.tickets_category_account,
	recordings: m.tickets_category_recordings,
	technical: m.tickets_category_technical,
	other: m.tickets_category_other
};

const FIELD_WORDS: Record<string, () => string> = {
	status: m.tickets_field_status,
	priority: m.tickets_field_priority,
	category: m.tickets_field_category,
	subject: m.tickets_field_subject,
	assigneeId: m.tickets_field_assignee,
	team: m.tickets_field_team,
	tags: m.tickets_field_tags
};

const wordsIn = (words: Record<string, () => string>, value: string): string =>
	Object.hasOwn(words, value) ? (words[value]?.() ?? value) : value;

function valueWords(field: string, value: string | null): string {
	if (value === null || value === '') return m.tickets_nothing();
	if (field === 'status') return wordsIn(STATUS_WORDS, value);
	if (field === 'priority') return wordsIn(PRIORITY_WORDS, value);
	if (field === 'category') return wordsIn(CATEGORY_WORDS, value);
	return value;
}

export function authorWords({ actor, side }: Pick<TicketEvent, 'actor' | 'side'>): string {
	if (actor?.name) return actor.name;
	return {
		requester: m.tickets_side_requester,
		desk: m.tickets_side_desk,
		external: m.tickets_side_external
	}[side]();
}

/** One line of the history, without who and when. */
export function eventWords({ field, from, to }: Pick<TicketEvent, 'field' | 'from' | 'to'>): string {
	if (field === 'created') return m.tickets_event_created();
	if (field === 'commented') return to === 'internal' ? m.tickets_event_noted() : m.tickets_event_commented();
	if (field === 'rated') return to === 'good' ? m.tickets_event_rated_good() : m.tickets_event_rated_bad();
	if (field === 'merged')
		return from === null
			? m.tickets_event_merged({ number: to ?? '' })
			: m.tickets_event_took({ number: from });
	return m.tickets_event_changed({
		field: Object.hasOwn(FIELD_WORDS, field) ? (FIELD_WORDS[field]?.() ?? field) : field,
		from: valueWords(field, from),
		to: valueWords(field, to)
	});
}

const MINUTE_MS = 60_000;

/** How long until a promise is broken, or since it was. */
export function dueWords(dueAt: number, now: number): string {
	const minutes = Math.round(Math.abs(dueAt - now) / MINUTE_MS);
	const span =
		minutes < 90
			? m.tickets_span_minutes({ count: minutes })
			: minutes < 48 * 60
				? m.tickets_span_hours({ count: Math.round(minutes / 60) })
				: m.tickets_span_days({ count: Math.round(minutes / 60 / 24) });
	return dueAt < now ? m.tickets_overdue({ span }) : m.tickets_due_in({ span });
}
