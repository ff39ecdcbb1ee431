// What may become of a ticket, apart from where it is kept. A change is made from a version that its maker saw; what others changed since
// stays, and only where both changed the same thing to different ends is it refused: nobody's change is lost, and none undoes another's.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import {
	canBecome,
	TICKET_LIMITS,
	type TicketCategory,
	type TicketPriority,
	type TicketStatus
} from '#lib/shared/tickets.ts';
import type { TicketChanges } from './forms.ts';
import { advanceClock, usedAt } from './sla/clock.ts';
import type { BusinessHours } from '#lib/shared/business-hours.ts';
import type { EventDraft, Side, TicketRow } from './ticket-rows.ts';

export interface Fields {
	status: TicketStatus;
	priority: TicketPriority;
	category: TicketCategory;
	subject: string;
	assigneeId: string | null;
	team: string | null;
}
export const FIELDS = ['status', 'priority', 'category', 'subject', 'assigneeId', 'team'] as const;
type Field = (typeof FIELDS)[number];

export interface Merged {
	accepted: Partial<Fields>;
	/** Changed by somebody else since, to something else. */
	conflicts: Field[];
}

/** What of the wanted is a change at all (it differs from what its maker saw), and still can be made. */
export function mergeChanges(base: Fields, present: Fields, wanted: Partial<Fields>): Merged {
	const accepted: Record<string, unknown> = {};
	const conflicts: Field[] = [];
	for (const field of FIELDS) {
		const value = wanted[field];
		if (value === undefined || value === base[field] || value === present[field]) continue;
		if (present[field] === base[field]) accepted[field] = value;
		else conflicts.push(field);
	}
	return { accepted, conflicts };
}

/** What changed since, undone: the ticket as it stood at the version before the events (oldest first). */
export function rewind(
	present: Fields,
	events: readonly { field: string; fromValue: string | null; fromAssigneeId: string | null }[]
): Fields {
	const before: Record<string, unknown> = { ...present };
	for (const { field, fromValue, fromAssigneeId } of [...events].reverse())
		if ((FIELDS as readonly string[]).includes(field))
			before[field] = field === 'assigneeId' ? fromAssigneeId : fromValue;
	return before as unknown as Fields;
}

export function withTags(
	present: readonly string[],
	{ addTags = [], removeTags = [] }: TicketChanges
): string[] {
	const gone = new Set(removeTags.map((tag) => tag.trim().toLowerCase()));
	const tags = [...new Set([...present, ...addTags])].filter((tag) => !gone.has(tag));
	if (tags.length > TICKET_LIMITS.tags && tags.length > present.length)
		throw new AppError('invalid', m.tickets_tags_too_many({ count: TICKET_LIMITS.tags }));
	return tags;
}

/** Throws `conflict` for a ticket that is closed for good, `forbidden` for what only the desk does. */
export function requireAllowed(ticket: TicketRow, changes: TicketChanges, side: Side): void {
	const { status } = changes;
	const isDeskOnly = Object.entries(changes).some(
		([field, value]) => field !== 'status' && value !== undefined
	);
	if (side === 'requester' && isDeskOnly) throw new AppError('forbidden', m.tickets_desk_only());
	if (ticket.status === 'closed') throw new AppError('conflict', m.tickets_closed_already());
	if (status === undefined || status === ticket.status) return;
	if (side === 'requester' && status !== 'solved' && !(status === 'open' && ticket.status === 'solved'))
		throw new AppError('forbidden', m.tickets_desk_only());
	if (!canBecome(ticket.status, status))
		throw new AppError('conflict', m.tickets_no_such_step({ from: ticket.status, to: status }));
}

type Patch = Partial<Omit<TicketRow, 'id' | 'number' | 'version' | 'writeId'>>;

/** The row's columns after these fields change, with its clock, and what the history says of it. Nothing changed is an empty patch. */
export function applyFields(
	ticket: TicketRow,
	accepted: Partial<Fields> & { tags?: string[]; firstRespondedAt?: number },
	now: number,
	hours: BusinessHours
): { patch: Patch; events: EventDraft[] } {
	const events: EventDraft[] = [];
	for (const field of FIELDS) {
		const to = accepted[field];
		if (to === undefined || to === ticket[field]) continue;
		events.push(
			field === 'assigneeId'
				? { field, fromAssigneeId: ticket.assigneeId, toAssigneeId: to }
				: { field, fromValue: ticket[field], toValue: to }
		);
	}
	const { tags, firstRespondedAt, ...fields } = accepted;
	const hasNewTags = tags !== undefined && tags.join('\n') !== ticket.tags.join('\n');
	if (hasNewTags) events.push({ field: 'tags', fromValue: ticket.tags.join(', '), toValue: tags.join(', ') });
	const status = accepted.status ?? ticket.status;
	const isReopened = ticket.status === 'solved' && status === 'open';
	const isFirstAnswer = ticket.firstRespondedAt === null && firstRespondedAt !== undefined;
	const isSettled = ticket.status !== 'solved' && (status === 'solved' || status === 'closed');
	const clock = advanceClock(
		ticket,
		{
			status,
			priority: accepted.priority ?? ticket.priority,
			firstRespondedAt: ticket.firstRespondedAt ?? firstRespondedAt ?? null
		},
		now,
		hours
	);
	return {
		events,
		patch: {
			...fields,
			...(hasNewTags ? { tags } : {}),
			...clock,
			...(isFirstAnswer ? { responseUsedMs: usedAt(ticket, now, hours) } : {}),
			...(isReopened ? { solvedAt: null } : isSettled ? { solvedAt: now } : {})
		}
	};
}

/** What a word of this side does to the status: whoever asked and writes again is not done, and it is the school's turn. */
export function statusAfterComment(status: TicketStatus, side: Side): TicketStatus {
	return side === 'requester' && (status === 'pending' || status === 'solved') ? 'open' : status;
}
