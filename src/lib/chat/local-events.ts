// What the page puts into its own log before the server's word for it has come, and how that word then corrects it.
import type { ConversationState as Log, FoldableEvent } from '#lib/shared/conversation/fold.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { Unsent } from './outbox.ts';

/**
 * A turn's stream begins with the answer: what called for it travels by the live socket alone. The page that asked knows it,
 * and puts it in its place without waiting: after `headId`, the end of what it shows. undefined when nothing is new.
 */
export function announcement(
	log: Log,
	{ seq, at, part }: FoldableEvent,
	send: Unsent | undefined,
	headId: string | null
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
		parentId: replaced === undefined ? headId : replaced.parentId,
		clientMessageId: send.clientMessageId,
		text: send.text,
		...(send.files === undefined ? {} : { files: send.files }),
		answerId: part.messageId
	};
	return { ...before, part: { type: 'data-user-message', transient: true, data: question } };
}

/**
 * Another tab may have asked at the same moment: then what was announced here does not follow what was shown here. The server's
 * word for a question known already puts it where it belongs.
 */
export function inTruePlace(log: Log, { seq, part }: FoldableEvent): Log {
	if (part.type !== 'data-user-message') return log;
	const { messageId, parentId, answerId } = part.data;
	const known = log.messages[messageId];
	if (known === undefined || (known.parentId === parentId && known.seq <= seq)) return log;
	const headSeq = log.changedAt['head'] ?? 0;
	return {
		...log,
		messages: { ...log.messages, [messageId]: { ...known, parentId, seq } },
		// The place in time of what was announced was a guess, too: a question that came after it must not lose the end to it.
		...(log.headId === answerId && headSeq > seq ? { changedAt: { ...log.changedAt, head: seq } } : {})
	};
}

/** The head as the server knew it at `seq`. The log itself is not read on by this: what lies between has yet to come. */
export function withHead(log: Log, headId: string | null, seq: number): Log {
	if (seq <= (log.changedAt['head'] ?? 0)) return log;
	return { ...log, headId, changedAt: { ...log.changedAt, head: seq } };
}

export function withRating(log: Log, messageId: string, rating: ConversationMessage['rating']): Log {
	const message = log.messages[messageId];
	if (message === undefined) return log;
	const rated = { ...message };
	delete rated.rating;
	if (rating !== undefined) rated.rating = rating;
	return { ...log, messages: { ...log.messages, [messageId]: rated } };
}
