// Makes a conversation out of what a link shows, in one transaction: every message goes through the log, so that the copy is a conversation
// like any other. Making it again makes nothing.
import type { Actor } from '#lib/shared/actor.ts';
import { foldMessage } from '#lib/shared/conversation/fold-message.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { TurnPart } from '#lib/shared/conversation/parts.ts';
import type { SharedMessage } from '#lib/shared/conversation/sharing.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newRecord, requireConversation } from '../accept.ts';
import { setTitle } from '../changes.ts';
import type { ConversationContext } from '../conversation-context.ts';
import { CONVERSATION } from '../journal.ts';
import { LIMITS } from '../limits.ts';

export interface ConversationCopy {
	conversationId: string;
	title: string;
	language: string;
	/** One branch, oldest first. */
	messages: SharedMessage[];
}

/** Called where the tables are. */
export function receiveCopy(context: ConversationContext, actor: Actor, copy: ConversationCopy): void {
	const { store, clock } = context;
	if (store.record.load() !== undefined) {
		requireConversation(context, actor, 'write:conversation');
		return;
	}
	const { userId } = actor;
	if (userId === undefined) throw new AppError('unauthenticated', 'Please sign in first.');
	const now = clock.now();
	store.storage.transaction(() => {
		store.record.create(newRecord(copy.conversationId, userId, { language: copy.language }, now));
		setTitle(context, copy.title, 'person');
		let headId: string | null = null;
		for (const [question, answer] of inPairs(copy.messages))
			headId = putTurn(context, actor, headId, question, answer);
		store.record.change({ headId, messageCount: copy.messages.length });
		store.outbox.mark('conversation', '', store.log.lastSeq());
		store.schedule.plan('outbox', now + LIMITS.outboxMs);
		store.schedule.plan('rest', now + LIMITS.idleMs);
		store.schedule.settle();
	});
}

type Answer = SharedMessage | undefined;

/** A branch is questions, each with what was answered: by the assistant, by people of the school, or by both in turn. */
function inPairs(messages: readonly SharedMessage[]): [question: SharedMessage, answer: Answer][] {
	const pairs: [SharedMessage, Answer][] = [];
	for (const message of messages) {
		const last = pairs.at(-1);
		if (message.role === 'user') pairs.push([message, undefined]);
		else if (last !== undefined && message.text !== '') last[1] = joined(last[1], message);
	}
	return pairs;
}

/** What comes later stands behind: the places of citations stay. */
function joined(before: Answer, message: SharedMessage): SharedMessage {
	if (before === undefined) return message;
	return { ...before, text: `${before.text}\n\n${message.text}`, isComplete: message.isComplete };
}

/** Gives the id of the answer. */
function putTurn(
	{ store, journal, clock, newId }: ConversationContext,
	actor: Actor,
	parentId: string | null,
	question: SharedMessage,
	answer: Answer
): string {
	const now = clock.now();
	const [questionId, answerId, clientMessageId] = [newId(), newId(), newId()];
	const turn = store.turns.add({
		...{ id: newId(), clientMessageId, questionId, answerId, actor, tools: null, acceptedAt: now }
	});
	const { text } = question;
	const { seq } = journal.append(CONVERSATION, {
		type: 'data-user-message',
		transient: true,
		data: { turnId: turn.id, messageId: questionId, parentId, clientMessageId, text, answerId }
	});
	store.messages.put({
		id: questionId,
		role: 'user',
		parentId,
		parts: [{ type: 'text', text, state: 'done' }],
		metadata: { turnId: turn.id, clientMessageId },
		status: 'complete',
		createdAt: now,
		seq,
		lastSeq: seq
	});
	const conversationId = store.record.load()?.id ?? '';
	const messageMetadata = { conversationId, turnId: turn.id, parentId: questionId, createdAt: now };
	const place = { turnId: turn.id, messageId: answerId };
	let folded: ConversationMessage | undefined;
	const parts: TurnPart[] = [
		{ type: 'start', messageId: answerId, messageMetadata },
		...wordsOf(answer),
		answer?.isComplete === true
			? { type: 'finish', finishReason: 'stop' }
			: { type: 'abort', reason: 'stopped' }
	];
	for (const part of parts) folded = foldMessage(folded, journal.append(place, part));
	if (folded !== undefined) store.messages.put(folded);
	store.turns.end(turn.id, answer?.isComplete === true ? 'completed' : 'stopped', now);
	for (const id of [questionId, answerId]) store.outbox.mark('message', id, store.log.lastSeq());
	return answerId;
}

function wordsOf(answer: Answer): TurnPart[] {
	if (answer === undefined) return [];
	const { text, citations, unsupported = [] } = answer;
	const sources = new Map(citations.map(({ documentId, title }) => [documentId, title]));
	return [
		// What was compared is not told by a link.
		...unsupported.map((doubt): TurnPart => ({ type: 'data-unsupported', data: { ...doubt, reasons: [] } })),
		{ type: 'text-start', id: 'text' },
		{ type: 'text-delta', id: 'text', delta: text },
		{ type: 'text-end', id: 'text' },
		...Array.from(sources, ([sourceId, title]): TurnPart => ({
			type: 'source-document',
			sourceId,
			mediaType: 'text/markdown',
			title
		})),
		...citations.map((data, index): TurnPart => {
			const sentence = text.slice(data.textStart, data.textEnd);
			return { type: 'data-citation', id: `citation-${index + 1}`, data: { ...data, sentence } };
		})
	];
}
