// The answers of a conversation that are not put away yet: the one being written, as far as it has come, and those that wait. The
// end of the branch that is shown may be one of them.
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { TurnRunner } from '../run-turns.ts';
import type { ConversationStore } from '../store/index.ts';
import type { Turn } from '../store/turns.ts';

export function openAnswers(
	store: Pick<ConversationStore, 'turns'>,
	runner: Pick<TurnRunner, 'foldAnswer'>,
	visibleSeq: number
): ConversationMessage[] {
	return store.turns.open().map((turn) => runner.foldAnswer(turn) ?? queued(turn, visibleSeq));
}

function queued({ id, answerId, questionId, acceptedAt }: Turn, seq: number): ConversationMessage {
	return {
		id: answerId,
		role: 'assistant',
		parentId: questionId,
		parts: [],
		metadata: { turnId: id },
		status: 'queued',
		createdAt: acceptedAt,
		// It has not begun: its own first part comes later than anything that can be read now.
		seq,
		lastSeq: seq
	};
}
