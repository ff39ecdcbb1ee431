// What a model is told of a conversation: the newest messages of the branch that fit the budget and, where those are not all, what the
// conversation remembers of the rest. The cost of a turn stays the same however long a conversation grows. Exchanges without an answer
// (stopped, failed) are left out whole.
import type { ModelMessage } from 'ai';
import { getContext, type MemorisedConversation, type RollingContext } from '../context/index.ts';
import type { Messages, SpokenMessage } from '../store/messages.ts';

/** Of past conversation. */
const BUDGET_TOKENS = 3_000;
const MOST_MESSAGES = 24;
/** Stopped and failed answers, and those left to people, are passed over: up to so many. */
const MOST_LOOKED_AT = 200;

export interface TurnContext {
	/** Ends with the question itself, which is always there. */
	messages: ModelMessage[];
	/** What was said before those. undefined: nothing. */
	earlier: Omit<MemorisedConversation, 'recentMessages'> | undefined;
}

/** `recall` gives what is remembered at a message. */
export function readContext(
	messages: Pick<Messages, 'spoken'>,
	questionId: string,
	recall: (messageId: string) => RollingContext | undefined
): TurnContext {
	const question = messages.spoken(questionId);
	if (question === undefined) throw new Error('the question of a turn is not in the store');
	const { past, isWhole } = exchangesBefore(messages, question);
	const left = { tokens: BUDGET_TOKENS, besides: question.text };
	const given = getContext(undefined, past, left);
	const hasMore = !isWhole || given.recentMessages.length < past.length;
	const kept = hasMore && question.parentId !== null ? recall(question.parentId) : undefined;
	return {
		messages: [...given.recentMessages, question].map(({ role, text }) => ({
			role: role === 'user' ? ('user' as const) : ('assistant' as const),
			content: text
		})),
		earlier: kept && getContext(kept, [], left)
	};
}

/** Oldest first. */
function exchangesBefore(
	messages: Pick<Messages, 'spoken'>,
	question: SpokenMessage
): { past: SpokenMessage[]; isWhole: boolean } {
	const past: SpokenMessage[] = [];
	/** What was answered to the message looked for next, newest first: by the assistant, or by people of the school. */
	let answers: SpokenMessage[] = [];
	let id = question.parentId;
	for (let seen = 0; id !== null && seen < MOST_LOOKED_AT && past.length < MOST_MESSAGES; seen++) {
		const message = messages.spoken(id);
		if (message === undefined) break;
		id = message.parentId;
		if (message.role !== 'user') {
			if (message.text !== '') answers.push(message);
			continue;
		}
		if (answers.length === 0) continue;
		past.push(...answers, message);
		answers = [];
	}
	return { past: past.reverse(), isWhole: id === null };
}
