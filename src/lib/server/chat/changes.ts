// What can be changed of a conversation besides its turns. Each change is an event, so that every tab hears of it, and a mark in
// the outbox. Called inside a transaction.
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { ConversationChange } from '#lib/shared/conversation/requests.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { ConversationContext } from './conversation-context.ts';
import { CONVERSATION } from './journal.ts';
import { LIMITS } from './limits.ts';
import type { ConversationRecord } from './store/conversation-record.ts';

export function applyChange(context: ConversationContext, change: ConversationChange): void {
	if (change.deleted === false) setDeleted(context, null);
	if (change.title !== undefined) setTitle(context, change.title, 'person');
	if (change.headMessageId !== undefined) setHead(context, change.headMessageId);
	if (change.pinned !== undefined || change.tags !== undefined) setLabels(context, change);
}

export function setTitle(
	context: ConversationContext,
	title: string,
	titleBy: ConversationRecord['titleBy']
): void {
	const { seq } = context.journal.append(CONVERSATION, {
		type: 'data-title',
		transient: true,
		data: { title }
	});
	context.store.record.change({ title, titleBy });
	markConversation(context, seq);
}

export function setStatus(context: ConversationContext, status: ConversationRecord['status']): void {
	context.store.record.change({ status });
	announceStatus(context);
}

/** null undoes a deletion. What is deleted is erased when the time to undo is over. */
export function setDeleted(context: ConversationContext, deletedAt: number | null): void {
	const { schedule, record } = context.store;
	record.change({ deletedAt });
	if (deletedAt === null) schedule.cancel('erase');
	else schedule.plan('erase', deletedAt + LIMITS.undoMs);
	announceStatus(context);
}

function announceStatus(context: ConversationContext): void {
	const { status, deletedAt } = context.requireRecord();
	const { seq } = context.journal.append(CONVERSATION, {
		type: 'data-status',
		transient: true,
		data: { status, deletedAt }
	});
	markConversation(context, seq);
}

/** What is left out stays as it is. Pinning again keeps the place it has. */
function setLabels(
	context: ConversationContext,
	labels: { pinned?: boolean | undefined; tags?: string[] | undefined }
): void {
	const { pinnedAt, tags } = context.requireRecord();
	const next = {
		pinnedAt: (labels.pinned ?? pinnedAt !== null) ? (pinnedAt ?? context.clock.now()) : null,
		tags: labels.tags ?? tags
	};
	context.store.record.change(next);
	const { seq } = context.journal.append(CONVERSATION, {
		type: 'data-labels',
		transient: true,
		data: { pinned: next.pinnedAt !== null, tags: next.tags }
	});
	markConversation(context, seq);
}

/** Shows the newest branch through a message. An answer that is still being written is a message like any other. */
function setHead({ store, journal }: ConversationContext, messageId: string): void {
	const { messages, turns } = store;
	if (messages.byId(messageId) === undefined && turns.byAnswer(messageId) === undefined)
		throw noSuch('message');
	const after = (id: string) => turns.openFor(id)?.answerId ?? messages.newestChild(id)?.id;
	let leaf = messageId;
	for (let next = after(leaf); next !== undefined; next = after(leaf)) leaf = next;
	journal.append(CONVERSATION, { type: 'data-head', transient: true, data: { messageId: leaf } });
	store.record.change({ headId: leaf });
}

/** null takes a rating back. */
export function setRating(
	context: ConversationContext,
	messageId: string,
	rating: ConversationMessage['rating'] | null
): void {
	const { store, journal, clock } = context;
	const message = store.messages.byId(messageId);
	if (message?.role !== 'assistant') throw noSuch('answer');
	const { seq } = journal.append(CONVERSATION, {
		type: 'data-rating',
		transient: true,
		data: { messageId, rating: rating ?? null }
	});
	const rated = { ...message };
	if (rating) rated.rating = rating;
	else delete rated.rating;
	store.messages.put(rated);
	if (rating) store.ratings.put(messageId, rating, clock.now());
	else store.ratings.remove(messageId);
	store.outbox.mark('rating', messageId, seq);
	store.schedule.plan('outbox', clock.now() + LIMITS.outboxMs);
}

function markConversation({ store, clock }: ConversationContext, seq: number): void {
	store.outbox.mark('conversation', '', seq);
	store.schedule.plan('outbox', clock.now() + LIMITS.outboxMs);
}

function noSuch(what: string): AppError {
	return new AppError('not-found', `There is no such ${what} in this conversation.`);
}
