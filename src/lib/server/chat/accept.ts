// Takes a message, or the wish for another answer, into a conversation. Accepted means: in the log, with a turn that will run.
// The same client message id again is the same turn, with other words it is a conflict.
import { m } from '#lib/paraglide/messages.js';
import { requireVisible, type Actor } from '#lib/shared/actor.ts';
import type { FilePart } from '#lib/shared/conversation/attachments.ts';
import { filesOf, messageText } from '#lib/shared/conversation/message.ts';
import { AppError } from '#lib/shared/errors.ts';
import { setStatus, setTitle } from './changes.ts';
import type { ConversationContext } from './conversation-context.ts';
import { CONVERSATION } from './journal.ts';
import { LIMITS } from './limits.ts';
import type { ConversationRecord } from './store/conversation-record.ts';
import type { Turn } from './store/turns.ts';
import { titleFrom } from './turn/title.ts';

/** Where a message comes from. */
export interface Origin {
	language: string;
	userAgent?: string;
	/** Truncated. */
	address?: string;
	referrer?: string;
}

export type TurnOrder =
	| {
			trigger: 'submit';
			conversationId: string;
			clientMessageId: string;
			text: string;
			/** The message this one stands beside, as another branch; otherwise it follows the last one. */
			replaces?: string;
			/** The person's own, of this conversation. Left out in a replacement: those of the message it replaces. */
			files?: FilePart[];
			tools?: string[];
			/** It was said in a call. */
			spoken?: true;
			origin: Origin;
	  }
	| { trigger: 'retry'; conversationId: string; messageId?: string; tools?: string[] }
	| { trigger: 'approve'; conversationId: string; toolCallId: string; approved: boolean };

export function acceptMessage(
	context: ConversationContext,
	actor: Actor,
	order: Extract<TurnOrder, { trigger: 'submit' }>
): Turn {
	const { store, journal, clock, newId } = context;
	const record = openConversation(context, actor, order);
	const known = store.turns.byClientMessageId(order.clientMessageId);
	if (known !== undefined) {
		if (isSaid(context, known.questionId, order)) return known;
		throw new AppError('conflict', 'A message with this id but other words or files has been sent before.');
	}
	requireRoom(context);
	const parentId = order.replaces === undefined ? record.headId : parentOf(context, order.replaces);
	const files = filesFor(context, order);
	const now = clock.now();
	const messageId = newId();
	return store.storage.transaction(() => {
		const turn = store.turns.add({
			id: newId(),
			clientMessageId: order.clientMessageId,
			questionId: messageId,
			answerId: newId(),
			actor,
			tools: order.tools ?? null,
			acceptedAt: now
		});
		const { clientMessageId, text } = order;
		const spoken = order.spoken === undefined ? {} : { spoken: order.spoken };
		const { seq } = journal.append(CONVERSATION, {
			type: 'data-user-message',
			transient: true,
			data: {
				...{ turnId: turn.id, messageId, parentId, clientMessageId, text },
				...(files.length === 0 ? {} : { files }),
				answerId: turn.answerId,
				...spoken
			}
		});
		store.messages.put({
			id: messageId,
			role: 'user',
			parentId,
			parts: [{ type: 'text', text, state: 'done' }, ...files],
			metadata: { turnId: turn.id, clientMessageId, ...spoken },
			status: 'complete',
			createdAt: now,
			seq,
			lastSeq: seq
		});
		store.outbox.mark('message', messageId, seq);
		if (record.title === '') setTitle(context, titleFrom(text), 'question');
		noteTurn(context, turn, record, { messageCount: record.messageCount + 1 });
		return turn;
	});
}

type Message = Extract<TurnOrder, { trigger: 'submit' }>;

function isSaid({ store }: ConversationContext, questionId: string, { text, files }: Message): boolean {
	const said = store.messages.byId(questionId);
	if (said === undefined || messageText(said) !== text) return false;
	const urls = (parts: readonly FilePart[]) => parts.map(({ url }) => url).join();
	return files === undefined || urls(files) === urls(filesOf(said));
}

/** A file goes with one message, and with the versions of it. */
function filesFor({ store }: ConversationContext, { files, replaces }: Message): FilePart[] {
	const replaced = replaces === undefined ? undefined : store.messages.find(replaces);
	const kept = replaced === undefined ? [] : filesOf(replaced);
	if (files === undefined) return kept;
	const isUsed = ({ url }: FilePart) =>
		!kept.some((file) => file.url === url) && store.messages.sentWith(url) !== undefined;
	if (files.some(isUsed)) throw new AppError('conflict', m.attachments_used_already());
	return files;
}

export function acceptRetry(
	context: ConversationContext,
	actor: Actor,
	order: Extract<TurnOrder, { trigger: 'retry' }>
): Turn {
	const { store, journal, clock, newId } = context;
	const record = requireConversation(context, actor, 'write:conversation');
	const retried = store.turns.byAnswer(order.messageId ?? record.headId ?? '');
	const question = questionOf(context, order.messageId ?? record.headId);
	const open = store.turns.openFor(question);
	if (open !== undefined) return open;
	// What came of work that was begun earlier was told, and answers nothing.
	if ((retried?.approval ?? null) === null && store.messages.find(question)?.role !== 'user')
		throw new AppError('conflict', 'This answers no question that could be asked again.');
	requireAssistant(context);
	requireRoom(context);
	return store.storage.transaction(() => {
		const turn = store.turns.add({
			id: newId(),
			clientMessageId: null,
			questionId: question,
			answerId: newId(),
			actor,
			tools: order.tools ?? null,
			approval: retried?.approval ?? null,
			acceptedAt: clock.now()
		});
		journal.append(CONVERSATION, {
			type: 'data-retry',
			transient: true,
			data: { turnId: turn.id, parentId: question, answerId: turn.answerId }
		});
		noteTurn(context, turn, record);
		return turn;
	});
}

/** The conversation, made for the actor when nobody has it. Somebody else's looks like one that is not there. */
function openConversation(
	context: ConversationContext,
	actor: Actor,
	order: Extract<TurnOrder, { trigger: 'submit' }>
): ConversationRecord {
	const { store, clock } = context;
	if (store.record.load() !== undefined) return requireConversation(context, actor, 'write:conversation');
	// As for somebody else's conversation: the answer must not tell the two apart.
	if (order.replaces !== undefined) throw new AppError('not-found', 'There is no such conversation.');
	if (actor.userId === undefined) throw new AppError('unauthenticated', 'Please sign in first.');
	const made = newRecord(order.conversationId, actor.userId, order.origin, clock.now());
	const record = order.spoken ? asVoice(made) : made;
	store.record.create(record);
	return record;
}

/** Begun by speaking. */
const asVoice = (record: ConversationRecord): ConversationRecord => ({
	...record,
	channel: 'voice',
	metadata: { ...record.metadata, voiceEnabled: true }
});

export function newRecord(
	id: string,
	personId: string,
	{ language, ...seenOf }: Origin,
	now: number
): ConversationRecord {
	return {
		...{ id, personId, title: '', titleBy: 'question', status: 'active', language, channel: 'text' },
		metadata: { ...seenOf, voiceEnabled: false },
		...{ headId: null, messageCount: 0, createdAt: now, updatedAt: now, deletedAt: null },
		...{ pinnedAt: null, tags: [], restoredAt: null }
	};
}

export type Ability = 'read:conversation' | 'write:conversation' | 'delete:conversation';

export function requireConversation(
	context: ConversationContext,
	actor: Actor,
	ability: Ability,
	{ evenDeleted = false } = {}
): ConversationRecord {
	const record = context.store.record.load();
	requireVisible(actor, ability, { personId: record?.personId }, 'conversation');
	if (record === undefined || (record.deletedAt !== null && !evenDeleted))
		throw new AppError('not-found', 'There is no such conversation.');
	return record;
}

export function requireAssistant({ store }: ConversationContext): void {
	const holder = store.floor.holder();
	if (holder !== undefined)
		throw new AppError('conflict', `${holder.agentName} answers here now, not the assistant.`);
}

export function requireRoom({ store }: ConversationContext): void {
	if (store.turns.waitingCount() < LIMITS.waitingTurns) return;
	throw new AppError('rate-limited', 'Too many messages are waiting for an answer. Please wait a little.', {
		retryAfterSeconds: 5
	});
}

export function noteTurn(
	context: ConversationContext,
	turn: Turn,
	record: ConversationRecord,
	changes: { messageCount?: number } = {}
): void {
	const { store, clock } = context;
	const now = clock.now();
	if (record.status !== 'active') setStatus(context, 'active');
	store.record.change({ ...changes, headId: turn.answerId, updatedAt: now });
	store.outbox.mark('conversation', '', store.log.lastSeq());
	store.schedule.plan('watchdog', now + LIMITS.watchdogMs);
	store.schedule.plan('outbox', now + LIMITS.outboxMs);
	store.schedule.plan('rest', now + LIMITS.idleMs);
	store.schedule.settle();
}

function parentOf({ store }: ConversationContext, replaced: string): string | null {
	const message = store.messages.find(replaced);
	if (message?.role !== 'user') throw noSuchMessage();
	return message.parentId;
}

/** The question behind an answer, whether it is written already or not; a question stands for itself. */
function questionOf({ store }: ConversationContext, messageId: string | null): string {
	if (messageId === null) throw noSuchMessage();
	const turn = store.turns.byAnswer(messageId);
	if (turn !== undefined) return turn.questionId;
	const message = store.messages.find(messageId);
	if (message?.role !== 'user') throw noSuchMessage();
	return message.id;
}

function noSuchMessage(): AppError {
	return new AppError('not-found', 'There is no such message in this conversation.');
}
