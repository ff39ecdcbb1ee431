// What the page puts into its own log before the server's word for it has come.
import type { ConversationState as Log, FoldableEvent } from '#lib/shared/conversation/fold.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { Unsent } from './outbox.ts';

/**
 * A turn's stream begins with the answer: what called for it travels by the live socket alone. The page that asked knows it,
 * and puts it in its place without waiting; the socket's own word for it then changes nothing. undefined when nothing is new.
 */
export function announcement(
	log: Log,
	{ seq, at, part }: FoldableEvent,
	send: Unsent | undefined
): FoldableEvent | undefined {
	if (part.type !== 'start' || log.messages[part.messageId] !== undefined) return undefined;
	const { turnId, parentId } = part.messageMetadata;
	const before = { seq: seq - 1, at, turnId: null, messageId: null };
	if (send === undefined) {
		const data = { turnId, parentId, answerId: part.messageId };
		return { ...before, part: { type: 'data-retry', transient: true, data } };
	}
	const replaced = send.replaces === undefined ? undefined : log.messages[send.replaces];
	const question = {
		turnId,
		messageId: parentId,
		parentId: replaced === undefined ? log.headId : replaced.parentId,
		clientMessageId: send.clientMessageId,
		text: send.text,
		answerId: part.messageId
	};
	return { ...before, part: { type: 'data-user-message', transient: true, data: question } };
}

export function withRating(log: Log, messageId: string, rating: ConversationMessage['rating']): Log {
	const message = log.messages[messageId];
	if (message === undefined) return log;
	const rated = { ...message };
	delete rated.rating;
	if (rating !== undefined) rated.rating = rating;
	return { ...log, messages: { ...log.messages, [messageId]: rated } };
}
