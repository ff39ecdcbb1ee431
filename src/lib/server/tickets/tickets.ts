// Tickets as people and programs work with them. Who may do what is decided here, what follows from it in rules.ts, and every write goes
// through the store. Behind each write: letters, and what the external desk has to be told.
import { m } from '#lib/paraglide/messages.js';
import { can, requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError, type ErrorCode } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { TicketAnswer, TicketPage, TicketPerson, TicketView } from '#lib/shared/tickets.ts';
import type { Audit, Clock, Database } from '../platform/index.ts';
import { listAssignees, requireAssignee } from './assignees.ts';
import { closeSettled } from './close-settled.ts';
import type { Deliveries } from './external/deliveries.ts';
import type { TicketFiles } from './files/ticket-files.ts';
import type {
	BulkChange,
	ChangeTicket,
	ListTickets,
	NewComment,
	NewTicket,
	Rating,
	TicketChanges
} from './forms.ts';
import { requireLinks } from './links.ts';
import { mergeTickets } from './merge-tickets.ts';
import type { Notices } from './notices.ts';
import { listTickets, readTicket, viewOf } from './read-tickets.ts';
import { applyFields, mergeChanges, requireAllowed, rewind, statusAfterComment, withTags } from './rules.ts';
import type { BusinessHours } from '#lib/shared/business-hours.ts';
import { advanceClock, UNSTARTED } from './sla/clock.ts';
import { sideOf, targetOf, unknownTicket, type Side, type TicketRow } from './ticket-rows.ts';
import type { TicketStore, Write } from './ticket-store.ts';

export interface BulkOutcome {
	number: number;
	/** undefined when it was done. */
	problem?: { code: ErrorCode; message: string };
}

export interface Tickets {
	/** The ticket of this person and key, made now or before. */
	create(actor: Actor, ticket: NewTicket): Promise<TicketView>;
	/** Throws `not-found` for somebody else's, as for one that is not there. */
	view(actor: Actor, number: number): Promise<TicketAnswer>;
	list(actor: Actor, query: ListTickets): Promise<TicketPage>;
	/**
	 * Changes what differs from the version the changes were made from, and keeps what others changed since. Throws `conflict` with
	 * `details: { fields, ticket }` where both changed the same.
	 */
	change(actor: Actor, number: number, changes: ChangeTicket): Promise<TicketView>;
	/** The same changes to each as it stands. */
	changeMany(actor: Actor, change: BulkChange): Promise<{ outcomes: BulkOutcome[] }>;
	/** Once for a key. Internal ones only by the desk. */
	comment(actor: Actor, number: number, comment: NewComment): Promise<TicketView>;
	/** Makes the ticket a part of another of the same requester. Cannot be undone. */
	merge(actor: Actor, number: number, into: number): Promise<TicketView>;
	/** By the requester, once it is solved; a later one replaces it. */
	rate(actor: Actor, number: number, rating: Rating): Promise<TicketView>;
	/** To whom tickets can be given. For the desk. */
	assignees(actor: Actor): Promise<TicketPerson[]>;
	/** Closes for good what was solved long ago, some at a time. Gives how many. */
	closeSettled(): Promise<number>;
}

export interface TicketsOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	store: TicketStore;
	deliveries: Deliveries;
	notices: Notices;
	files: Pick<TicketFiles, 'requireOwn'>;
	hours: BusinessHours;
}

export function createTickets(options: TicketsOptions): Tickets {
	const { database, clock, audit, store, deliveries, notices, files, hours } = options;

	const record = (actor: Actor, action: string, { id, number }: TicketRow) =>
		audit.record(actor, {
			action,
			objectType: 'ticket',
			objectId: id,
			outcome: 'allowed',
			details: { number }
		});

	function requireDesk(actor: Actor): void {
		if (!can(actor, 'write:ticket')) throw new AppError('forbidden', m.tickets_desk_only());
	}

	/** Read before written: somebody else's ticket looks like one that is not there. */
	function requireWritable(actor: Actor, ticket: TicketRow): Side {
		if (!can(actor, 'read:ticket', targetOf(ticket))) throw unknownTicket();
		requirePermission(actor, 'write:ticket', targetOf(ticket));
		if (ticket.mergedInto !== null)
			throw new AppError('conflict', m.tickets_merged_already({ number: ticket.mergedInto }), {
				details: { mergedInto: ticket.mergedInto }
			});
		return sideOf(actor);
	}

	async function write(
		actor: Actor,
		number: number,
		action: string,
		decide: (ticket: TicketRow, side: Side) => Write | undefined | Promise<Write | undefined>
	): Promise<TicketRow> {
		let before: TicketRow | undefined;
		const writer = { actorId: actor.userId ?? null, side: sideOf(actor) };
		const { ticket, isChanged } = await store.write(number, writer, (present) => {
			before = present;
			return decide(present, requireWritable(actor, present));
		});
		if (!isChanged || before === undefined) return ticket;
		record(actor, action, ticket);
		if (ticket.assigneeId !== before.assigneeId) notices.assigned(ticket, writer.actorId);
		deliveries.tell();
		return ticket;
	}

	/** undefined where nothing is left to change. */
	function changed(
		ticket: TicketRow,
		side: Side,
		base: TicketRow,
		changes: TicketChanges
	): Write | undefined {
		const { addTags, removeTags, ...wanted } = changes;
		const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
		const { accepted, conflicts } = mergeChanges(base, ticket, Object.fromEntries(given));
		if (conflicts.length > 0) throw new Conflict(ticket, conflicts);
		const hasTags = addTags !== undefined || removeTags !== undefined;
		requireAllowed(ticket, { ...accepted, ...(hasTags ? { addTags: addTags ?? [] } : {}) }, side);
		const tags = hasTags ? { tags: withTags(ticket.tags, changes) } : {};
		const { patch, events } = applyFields(ticket, { ...accepted, ...tags }, clock.now(), hours);
		return events.length === 0 ? undefined : { patch, events };
	}

	async function change(actor: Actor, number: number, changes: TicketChanges, version?: number) {
		await requireAssignee(database, changes.assigneeId);
		try {
			return await write(actor, number, 'ticket.changed', async (ticket, side) => {
				const isBehind = version !== undefined && version < ticket.version;
				const base = isBehind
					? { ...ticket, ...rewind(ticket, await store.eventsSince(ticket.id, version)) }
					: ticket;
				return changed(ticket, side, base, changes);
			});
		} catch (thrown) {
			if (!(thrown instanceof Conflict)) throw thrown;
			const view = await viewOf(database, actor, thrown.ticket);
			throw new AppError('conflict', m.tickets_conflict(), {
				details: { fields: thrown.fields, ticket: view }
			});
		}
	}

	return {
		async create(actor, ticket) {
			const { userId } = actor;
			if (userId === undefined) throw new AppError('unauthenticated', m.tickets_sign_in());
			requirePermission(actor, 'write:ticket', { personId: userId });
			const {
				requesterId = userId,
				tags = [],
				conversationId = null,
				recordingId = null,
				noteId = null
			} = ticket;
			if (requesterId !== userId || tags.length > 0) requireDesk(actor);
			await requireLinks(database, requesterId, { conversationId, recordingId, noteId });
			const { fileIds = [] } = ticket;
			await files.requireOwn(actor, requesterId, fileIds);
			const { subject, description, clientKey, priority = 'normal', category = 'other' } = ticket;
			const side = requesterId === userId ? 'requester' : 'desk';
			const now = clock.now();
			const standing = { status: 'open', priority, firstRespondedAt: null } as const;
			const row = {
				...{ id: newId(), requesterId, clientKey, subject, category, tags: [...new Set(tags)] },
				...{ conversationId, recordingId, noteId, assigneeId: null, team: null, mergedInto: null },
				...{ solvedAt: null, rating: null, ratingComment: null, ratedAt: null, responseUsedMs: null },
				...standing,
				...advanceClock(UNSTARTED, standing, now, hours)
			};
			const first = {
				id: newId(),
				authorId: userId,
				side,
				isInternal: false,
				body: description,
				fileIds
			} as const;
			const made = await store.create(row, { actorId: userId, side }, { ...first, clientKey: 'first' });
			if (made.isNew) {
				record(actor, 'ticket.created', made.ticket);
				deliveries.tell();
			}
			return viewOf(database, actor, made.ticket);
		},

		view: (actor, number) => readTicket(database, actor, number),
		list(actor, query) {
			// Whoever looks at tickets brings along what the external desk did not take.
			deliveries.goOn();
			return listTickets(database, actor, query);
		},

		async change(actor, number, { version, ...changes }) {
			return viewOf(database, actor, await change(actor, number, changes, version));
		},

		async changeMany(actor, { numbers, changes }) {
			requireDesk(actor);
			const outcomes: BulkOutcome[] = [];
			for (const number of new Set(numbers))
				try {
					await change(actor, number, changes);
					outcomes.push({ number });
				} catch (thrown) {
					if (!(thrown instanceof AppError)) throw thrown;
					outcomes.push({ number, problem: { code: thrown.code, message: thrown.message } });
				}
			return { outcomes };
		},

		async comment(actor, number, { body, isInternal, status, fileIds = [], clientKey }) {
			const isAnswer = sideOf(actor) === 'desk' && !isInternal;
			const said = { isNew: false };
			const ticket = await write(actor, number, 'ticket.commented', async (present, side) => {
				said.isNew = false;
				if (isInternal && side !== 'desk') throw new AppError('forbidden', m.tickets_desk_only());
				if (await store.hasComment(present.id, clientKey)) return undefined;
				const then = status ?? (isInternal ? present.status : statusAfterComment(present.status, side));
				await files.requireOwn(actor, present.requesterId, fileIds);
				// What reopens by being written to needs no permission to reopen.
				requireAllowed(present, status === undefined ? {} : { status: then }, side);
				said.isNew = true;
				const fields = { status: then, ...(isAnswer ? { firstRespondedAt: clock.now() } : {}) };
				const { patch, events } = applyFields(present, fields, clock.now(), hours);
				const author = { authorId: actor.userId ?? null, side };
				const comment = { id: newId(), ...author, isInternal, body, clientKey, fileIds };
				return {
					patch,
					events: [{ field: 'commented', toValue: isInternal ? 'internal' : null }, ...events],
					comment
				};
			});
			if (isAnswer && said.isNew) notices.answered(ticket);
			return viewOf(database, actor, ticket);
		},

		async merge(actor, number, into) {
			requireDesk(actor);
			await mergeTickets({ database, store, clock, hours }, number, into, {
				actorId: actor.userId ?? null,
				check: (ticket) => void requireWritable(actor, ticket),
				done: (ticket) => record(actor, 'ticket.merged', ticket)
			});
			deliveries.tell();
			const answer = await readTicket(database, actor, into);
			if (!('ticket' in answer)) throw unknownTicket();
			return answer.ticket;
		},

		async rate(actor, number, { rating, comment = '' }) {
			const ticket = await write(actor, number, 'ticket.rated', (present) => {
				if (present.requesterId !== actor.userId)
					throw new AppError('forbidden', m.tickets_rating_not_yours());
				if (present.status !== 'solved' && present.status !== 'closed')
					throw new AppError('conflict', m.tickets_rating_too_early());
				const ratingComment = comment === '' ? null : comment;
				return {
					patch: { rating, ratingComment, ratedAt: clock.now() },
					events: [{ field: 'rated', fromValue: present.rating, toValue: rating }]
				};
			});
			return viewOf(database, actor, ticket);
		},

		async assignees(actor) {
			requireDesk(actor);
			return listAssignees(database);
		},

		closeSettled: () => closeSettled({ database, store, clock, hours })
	};
}

class Conflict extends Error {
	constructor(
		readonly ticket: TicketRow,
		readonly fields: string[]
	) {
		super('the same fields were changed');
	}
}
