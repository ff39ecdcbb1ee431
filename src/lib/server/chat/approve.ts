// The person's word on what a tool asked: it opens a turn that carries the call out, or leaves it. The same word again is the same turn, the
// other one is a conflict. It holds for the last message alone, and what was done upon its other calls: when the conversation has gone on, the
// question is not open any more.
import type { Actor } from '#lib/shared/actor.ts';
import { withApproval } from '#lib/shared/conversation/fold-message.ts';
import type { ToolPart } from '#lib/shared/conversation/message.ts';
import { AppError } from '#lib/shared/errors.ts';
import { noteTurn, requireAssistant, requireConversation, requireRoom, type TurnOrder } from './accept.ts';
import type { ConversationContext } from './conversation-context.ts';
import { CONVERSATION } from './journal.ts';
import type { Turn } from './store/turns.ts';

export function acceptApproval(
	context: ConversationContext,
	actor: Actor,
	{ toolCallId, approved }: Extract<TurnOrder, { trigger: 'approve' }>
): Turn {
	const { store, journal, clock, newId } = context;
	const record = requireConversation(context, actor, 'write:conversation');
	const asking = store.messages.withToolCall(toolCallId);
	const tool = asking?.parts.find(
		(part): part is ToolPart => 'toolCallId' in part && part.toolCallId === toolCallId
	);
	const askingTurn = asking && store.turns.byAnswer(asking.id);
	if (asking === undefined || askingTurn === undefined || tool?.approval === undefined)
		throw new AppError('not-found', 'Nothing like this was asked in this conversation.');
	const known = store.turns.byApproval(tool.approval.id);
	if (known !== undefined) {
		if (known.approval?.approved === approved) return known;
		throw new AppError('conflict', 'This has been answered already.');
	}
	const parentId = openPlace(context, record.headId, asking.id, askingTurn.id);
	if (parentId === undefined)
		throw new AppError('conflict', 'The conversation has gone on since this was asked. Please ask again.');
	requireAssistant(context);
	requireRoom(context);
	return store.storage.transaction(() => {
		const turn = store.turns.add({
			...{ id: newId(), clientMessageId: null, questionId: parentId, answerId: newId(), actor },
			...{ tools: askingTurn.tools, acceptedAt: clock.now() },
			approval: {
				...{ id: tool.approval?.id ?? '', toolCallId, approved, input: tool.input },
				...{
					toolName: tool.type.slice('tool-'.length),
					turnId: askingTurn.id,
					questionId: askingTurn.questionId
				}
			}
		});
		const { seq } = journal.append(CONVERSATION, {
			type: 'data-approval',
			transient: true,
			data: {
				...{ turnId: turn.id, messageId: asking.id, toolCallId, approved, answerId: turn.answerId },
				...(parentId === asking.id ? {} : { parentId })
			}
		});
		store.messages.put(withApproval(asking, { toolCallId, approved }));
		store.outbox.mark('message', asking.id, seq);
		noteTurn(context, turn, record);
		return turn;
	});
}

/** Behind which message the answer will stand: the one that asked, the last of those that carried out its other calls, or a report. */
function openPlace(
	{ store }: ConversationContext,
	headId: string | null,
	askingId: string,
	askingTurnId: string
): string | undefined {
	if (headId === askingId) return askingId;
	const last = headId === null ? undefined : store.turns.byAnswer(headId);
	if (last === undefined) return undefined;
	// What came of work that was begun earlier may have been told behind it: nobody has said anything.
	const isReport = last.approval === null && last.questionId === askingId;
	return isReport || last.approval?.turnId === askingTurnId ? last.answerId : undefined;
}
