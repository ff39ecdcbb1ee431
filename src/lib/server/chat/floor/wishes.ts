// The wish for a person of the school: however it comes about, at most one is open, everybody who has the conversation open hears of it, and
// so does the desk.
import { m } from '#lib/paraglide/messages.js';
import type { HandoverStateData } from '#lib/shared/conversation/parts.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { ConversationContext } from '../conversation-context.ts';
import { CONVERSATION } from '../journal.ts';
import { LIMITS } from '../limits.ts';
import type { Handover, NewHandover } from '../store/handovers.ts';
import { reasonToCall, TURNS_JUDGED, type JudgedTurn } from './hand-over-rules.ts';

const HOUR_MS = 3_600_000;

/** `cause` names what led to it: the same cause wishes once. Gives the wish that stands. */
export function wishForPerson(
	context: ConversationContext,
	cause: string,
	wish: Omit<NewHandover, 'id' | 'createdAt'>
): Handover {
	const id = context.newId();
	const standing = context.store.handovers.request(cause, { id, createdAt: context.clock.now(), ...wish });
	if (standing.id === id) tellOfWish(context, id);
	return standing;
}

/** Throws `rate-limited` for one too many; while one is open, another is that one. */
export function requireFewWishes(context: ConversationContext): void {
	if (context.store.handovers.open() !== undefined || hasFewWishes(context)) return;
	throw new AppError('rate-limited', m.escalation_too_often(), { retryAfterSeconds: HOUR_MS / 1_000 });
}

const hasFewWishes = ({ store, clock }: ConversationContext): boolean =>
	store.handovers.countSince(clock.now() - HOUR_MS) < LIMITS.wishesAnHour;

/** Says how it now stands. */
export function tellOfWish({ store, journal, clock }: ConversationContext, id: string): void {
	const handover = store.handovers.find(id);
	if (handover === undefined) return;
	const { seq } = journal.append(CONVERSATION, {
		type: 'data-handover-state',
		transient: true,
		data: stateOf(handover)
	});
	store.outbox.mark('handover', id, seq);
	// Whom somebody of the school came to unasked waits for nobody.
	if (handover.origin !== 'agent') store.outbox.mark('escalation', id, seq);
	store.schedule.plan('outbox', clock.now() + LIMITS.outboxMs);
}

export function stateOf(handover: Handover): HandoverStateData {
	const { id, status, origin, outcome, ticketNumber, opensAt } = handover;
	return {
		...{ requestId: id, status, origin },
		...(outcome === null ? {} : { outcome }),
		...(ticketNumber === null ? {} : { ticketNumber }),
		...(opensAt === null ? {} : { opensAt })
	};
}

/** After an answer: whether the assistant should call somebody by itself. A wish that was taken back is not made again by the same turns. */
export function callWhenNeeded(context: ConversationContext, answerId: string): void {
	const { store, clock, policyTopics } = context;
	const reason = reasonToCall(turnsBefore(context, answerId), policyTopics);
	if (reason === undefined || !hasFewWishes(context)) return;
	// Nobody was there, and the school has it as a ticket: it is not called again for each sentence.
	const latest = store.handovers.latest();
	if (latest?.outcome === 'ticketed' && clock.now() - (latest.closedAt ?? 0) < LIMITS.ticketedMs) return;
	wishForPerson(context, `rule:${answerId}`, { reason, origin: 'rule' });
}

function turnsBefore({ store: { messages } }: ConversationContext, answerId: string): JudgedTurn[] {
	const turns: JudgedTurn[] = [];
	let id: string | null = answerId;
	for (let seen = 0; id !== null && seen < 4 * TURNS_JUDGED && turns.length < TURNS_JUDGED; seen++) {
		const message = messages.byId(id);
		if (message === undefined) break;
		// What a person of the school settled is behind them.
		if (message.role === 'agent') break;
		const report = message.parts.find((part) => part.type === 'data-turn')?.data;
		const question = message.parentId === null ? undefined : messages.spoken(message.parentId);
		if (report !== undefined && question?.role === 'user') turns.push({ question: question.text, report });
		id = message.parentId;
	}
	return turns;
}
