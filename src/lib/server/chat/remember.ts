// What a conversation remembers, kept with it. It goes on from what was kept at the message that the new ones follow; where nothing was kept
// there (another branch, its time over, from before anything was kept) it begins anew with the newest messages of the branch. What that reads
// is bounded, however long the conversation is.
import { messageText, type ConversationMessage } from '#lib/shared/conversation/message.ts';
import { cleanup, generateSummary, type ContextMessage, type RollingContext } from './context/index.ts';
import type { ConversationContext } from './conversation-context.ts';
import type { ConversationStore } from './store/index.ts';

/** Messages that a memory is begun anew with. */
const MOST_MESSAGES = 24;

type Remembering = Pick<ConversationContext, 'store' | 'clock'>;

/** Takes a message that was put away, and what came before it, into what is kept. Called inside a transaction. */
export function remember(context: Remembering, messageId: string): void {
	const { store } = context;
	const remembered = recall(context, messageId);
	if (remembered === undefined) return;
	const seq = store.log.lastSeq();
	store.remembered.keep(remembered, seq);
	store.outbox.mark('context', '', seq);
}

/** What is remembered at a message: of its branch, up to it. Writes nothing. */
export function recall({ store, clock }: Remembering, messageId: string): RollingContext | undefined {
	const now = clock.now();
	const since: ContextMessage[] = [];
	let kept: RollingContext | undefined;
	for (let id: string | null = messageId; id !== null && since.length < MOST_MESSAGES;) {
		kept = cleanup(store.remembered.after(id), now);
		if (kept !== undefined) break;
		const message = store.messages.byId(id);
		if (message !== undefined) since.push(toContextMessage(message));
		id = message === undefined ? questionOf(store, id) : message.parentId;
	}
	return generateSummary(since.reverse(), kept);
}

/** Where the end of a branch is an answer that is still to come. */
function questionOf({ turns }: ConversationStore, answerId: string): string | null {
	return turns.byAnswer(answerId)?.questionId ?? null;
}

function toContextMessage(message: ConversationMessage): ContextMessage {
	const { id, parentId, role, status, parts, createdAt, metadata } = message;
	const turn = parts.find((part) => part.type === 'data-turn')?.data;
	return {
		...{ id, parentId, createdAt, role: role === 'user' ? 'user' : 'assistant' },
		// A broken-off answer leaves its question open, but for what was heard of one that was interrupted.
		text: status === 'complete' || metadata.heard !== undefined ? messageText(message) : '',
		...(turn === undefined ? {} : { turn })
	};
}
