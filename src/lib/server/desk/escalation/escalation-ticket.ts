// The ticket that a wish for a person has, so that it is not lost where nobody comes. Everything can be done twice, and late: the ticket is
// found by its key, each comment has one of its own, and what the desk did with the ticket meanwhile stands.
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { SYSTEM, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { TICKET_LIMITS } from '#lib/shared/tickets.ts';
import { schema, type Database } from '../../platform/index.ts';
import type { NewComment, Tickets } from '../../tickets/index.ts';
import type { Standing, Wish, Wishes } from './wishes.ts';

const { tickets: ticketRows, users } = schema;
const REASON_CHARACTERS = 1_000;

const TICKET_TAG = 'hand-over';
const ticketKey = (requestId: string): string => `handover:${requestId}`;

export interface EscalationTicket {
	/** Its number, made now or before; null where nobody is to wait for: the person or the wish is gone, or somebody came at once. */
	open(requestId: string): Promise<number | null>;
	/** To whoever has taken the conversation. */
	assign(requestId: string, number: number): Promise<void>;
	/** Says in the ticket what became of the wish, and closes or solves it as fits. */
	settle(requestId: string, number: number, standing: Standing): Promise<void>;
}

interface Dependencies {
	database: Database;
	wishes: Wishes;
	tickets: Pick<Tickets, 'create' | 'comment' | 'change' | 'view'>;
}

export function createEscalationTicket({ database, wishes, tickets }: Dependencies): EscalationTicket {
	/** The wish's own, or that of the wish it goes on for, unless it is closed for good. */
	async function known(wish: Wish): Promise<number | undefined> {
		const chain = [wish, ...(await wishes.before(wish))].map(({ requestId }) => ticketKey(requestId));
		const rows = await database
			.select({ number: ticketRows.number, key: ticketRows.clientKey, status: ticketRows.status })
			.from(ticketRows)
			.where(and(eq(ticketRows.requesterId, wish.personId), inArray(ticketRows.clientKey, chain)));
		const found = chain.flatMap((key) => rows.filter((row) => row.key === key));
		return found.find(({ key, status }) => key === chain[0] || status !== 'closed')?.number;
	}

	/** Who took it, as the author of what is said in the ticket; the system once they do not work here any more. */
	async function agentOf({ agentId }: Wish): Promise<Actor> {
		if (agentId === null) return SYSTEM;
		const [agent] = await database
			.select({ displayName: users.displayName })
			.from(users)
			.where(and(eq(users.id, agentId), inArray(users.role, ['agent', 'admin']), isNull(users.disabledAt)));
		return agent === undefined ? SYSTEM : { userId: agentId, role: 'agent', via: 'system' };
	}

	async function say(actor: Actor, number: number, comment: NewComment): Promise<void> {
		await unlessOver(() => tickets.comment(actor, number, comment));
	}

	return {
		async open(requestId) {
			const wish = await wishes.find(requestId);
			if (wish === undefined) return null;
			const number = await known(wish);
			if (number !== undefined) return number;
			if (wish.status !== 'requested') return null;
			try {
				const made = await tickets.create(SYSTEM, {
					subject: subjectOf(wish),
					description: bodyOf(wish),
					clientKey: ticketKey(requestId),
					priority: 'normal',
					category: 'other',
					conversationId: wish.conversationId,
					recordingId: undefined,
					noteId: undefined,
					requesterId: wish.personId,
					tags: [TICKET_TAG]
				});
				return made.number;
			} catch (thrown) {
				// The account is being erased.
				if (thrown instanceof AppError && thrown.code === 'conflict') return null;
				throw thrown;
			}
		},

		async assign(requestId, number) {
			const wish = await wishes.find(requestId);
			if (wish?.agentId == null) return;
			const actor = await agentOf(wish);
			const answer = await unlessOver(() => tickets.view(SYSTEM, number));
			if (actor.userId !== wish.agentId || answer === undefined || !('ticket' in answer)) return;
			const { version, assignee } = answer.ticket;
			if (assignee?.id === wish.agentId) return;
			await unlessOver(() => tickets.change(actor, number, { assigneeId: wish.agentId, version }));
		},

		async settle(requestId, number, standing) {
			const wish = await wishes.find(requestId);
			if (wish === undefined) return;
			const actor = await agentOf(wish);
			const internal = { isInternal: true, clientKey: `${ticketKey(requestId)}:${standing}` };
			if (standing === 'answered' || standing === 'settled')
				await say(actor, number, {
					body: m.escalation_ticket_answered(),
					isInternal: false,
					status: undefined,
					clientKey: `${ticketKey(requestId)}:answered`
				});
			if (standing === 'settled')
				await say(actor, number, { ...internal, body: m.escalation_ticket_settled(), status: 'solved' });
			if (standing === 'left')
				await say(actor, number, { ...internal, body: m.escalation_ticket_unanswered(), status: undefined });
			if (standing === 'cancelled')
				await say(SYSTEM, number, { ...internal, body: m.escalation_ticket_cancelled(), status: 'closed' });
			if (standing === 'ended')
				await say(SYSTEM, number, {
					...internal,
					body: m.escalation_ticket_conversation_ended(),
					status: 'closed'
				});
		}
	};
}

/** undefined when the ticket is closed, merged or gone: whatever the desk made of it stands. */
async function unlessOver<T>(work: () => Promise<T>): Promise<T | undefined> {
	try {
		return await work();
	} catch (thrown) {
		if (thrown instanceof AppError && ['conflict', 'not-found', 'invalid'].includes(thrown.code))
			return undefined;
		throw thrown;
	}
}

function subjectOf({ title }: Wish): string {
	if (title.trim() === '') return m.escalation_ticket_subject_untitled();
	const subject = m.escalation_ticket_subject({ title });
	return subject.length > TICKET_LIMITS.subject ? `${subject.slice(0, TICKET_LIMITS.subject - 1)}…` : subject;
}

/** The requester reads it: of a rule's reason they are not told. */
function bodyOf({ origin, reason }: Wish): string {
	if (origin === 'rule') return m.escalation_ticket_body_rule();
	return origin === 'model' && reason !== ''
		? m.escalation_ticket_body_model({ reason: reason.slice(0, REASON_CHARACTERS) })
		: m.escalation_ticket_body_person();
}
