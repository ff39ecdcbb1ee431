// Tickets as pages and programs see them. No zod here: the page reads this.

export const STATUSES = ['open', 'pending', 'on_hold', 'solved', 'closed'] as const;
export type TicketStatus = (typeof STATUSES)[number];
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type TicketPriority = (typeof PRIORITIES)[number];
export const CATEGORIES = ['lessons', 'billing', 'account', 'recordings', 'technical', 'other'] as const;
export type TicketCategory = (typeof CATEGORIES)[number];

/** Characters, and how many. */
export const TICKET_LIMITS = {
	subject: 200,
	body: 10_000,
	tag: 40,
	tags: 20,
	team: 60,
	bulk: 100,
	files: 5,
	page: 100
} as const;

/** `pending` waits for the requester, `on_hold` for somebody else. What is closed stays closed: another matter is another ticket. */
const NEXT: Record<TicketStatus, readonly TicketStatus[]> = {
	open: ['pending', 'on_hold', 'solved', 'closed'],
	pending: ['open', 'on_hold', 'solved', 'closed'],
	on_hold: ['open', 'pending', 'solved', 'closed'],
	solved: ['open', 'closed'],
	closed: []
};

export function nextStatuses(status: TicketStatus): readonly TicketStatus[] {
	return NEXT[status];
}

export function canBecome(from: TicketStatus, to: TicketStatus): boolean {
	return from === to || NEXT[from].includes(to);
}

export interface TicketPerson {
	id: string;
	/** null for somebody who has neither a name nor an address: a guest. */
	name: string | null;
}

/** Times in milliseconds since epoch. */
export interface TicketSummary {
	number: number;
	subject: string;
	status: TicketStatus;
	priority: TicketPriority;
	category: TicketCategory;
	requester: TicketPerson;
	assignee: TicketPerson | null;
	team: string | null;
	tags: string[];
	/** When the next promise is broken: the first answer or the solution; null when none runs. */
	dueAt: number | null;
	createdAt: number;
	updatedAt: number;
	version: number;
}

/** Its bytes are at `/api/tickets/files/{id}`. */
export interface TicketFile {
	id: string;
	name: string;
	/** As found in the bytes, never as claimed. */
	mediaType: string;
	sizeBytes: number;
}

export interface TicketComment {
	id: string;
	author: TicketPerson | null;
	side: 'requester' | 'desk' | 'external';
	isInternal: boolean;
	body: string;
	/** The ticket it was written in, where that became a part of this one. */
	fromNumber: number | null;
	createdAt: number;
	files: TicketFile[];
}

export interface TicketEvent {
	id: number;
	actor: TicketPerson | null;
	side: 'requester' | 'desk' | 'external';
	version: number;
	field: string;
	from: string | null;
	to: string | null;
	createdAt: number;
}

export interface TicketView extends TicketSummary {
	conversationId: string | null;
	recordingId: string | null;
	noteId: string | null;
	firstRespondedAt: number | null;
	responseDueAt: number | null;
	resolutionDueAt: number | null;
	solvedAt: number | null;
	rating: 'good' | 'bad' | null;
	ratingComment: string | null;
	/** Oldest first; internal ones only for the desk. */
	comments: TicketComment[];
	/** Oldest first; empty but for the desk. */
	events: TicketEvent[];
	/** Whether the reader works on it, or asked for it. */
	isDesk: boolean;
}

/** Who else of the desk has the ticket open, and at which version it is. */
export interface TicketPresence {
	version: number;
	viewers: { name: string; isWriting: boolean }[];
}

/** The ticket, or the one that it became a part of. */
export type TicketAnswer = { ticket: TicketView } | { mergedInto: number };

export interface TicketPage {
	tickets: TicketSummary[];
	nextCursor: string | null;
}

export interface SavedFilter {
	id: string;
	name: string;
	query: string;
}

export interface CannedReply {
	id: string;
	title: string;
	body: string;
	version: number;
}

export interface TicketDelivery {
	id: string;
	number: number;
	event: string;
	attempts: number;
	nextAttemptAt: number;
	lastProblem: string | null;
	deadAt: number | null;
	createdAt: number;
}

export const REPLY_VARIABLES = ['requester', 'number', 'subject', 'agent', 'school'] as const;

/** A canned reply for one ticket. A variable that has no value, or is none of ours, stays as it is: better seen than silently gone. */
export function fillReply(
	body: string,
	values: Partial<Record<(typeof REPLY_VARIABLES)[number], string | undefined>>
): string {
	return body.replace(/\{(\w+)\}/g, (whole, name: string) => {
		const known = REPLY_VARIABLES.find((variable) => variable === name);
		return (known === undefined ? undefined : values[known]) ?? whole;
	});
}
