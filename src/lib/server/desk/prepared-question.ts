// What a person still waits to hear, read off the branch that is shown; and what is told to a model about the time before it.
import type { ModelMessage } from 'ai';
import type { Intent } from '#lib/shared/conversation/intents.ts';
import { citationsOf, messageText, type ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { OpenQuestion } from '#lib/shared/prepared-handover.ts';
import { analyseMessage } from '../ai/index.ts';

const MOST_LOOKED_AT = 8;
const BUDGET_CHARACTERS = 6_000;
/** These wait for no answer of substance: whoever wants a person has asked something before. */
const ASKS_NOTHING: readonly Intent[] = ['small-talk', 'thanks', 'person'];

/** `branch`: oldest first. What somebody of the school wrote settles all that was asked before it. */
export function openQuestionOf(branch: readonly ConversationMessage[]): OpenQuestion | null {
	let looked = 0;
	for (const message of branch.toReversed()) {
		if (message.role === 'agent' || looked === MOST_LOOKED_AT) return null;
		if (message.role !== 'user') continue;
		looked += 1;
		const text = messageText(message);
		if (text.trim() === '' || ASKS_NOTHING.includes(analyseMessage(text).intent)) continue;
		return { messageId: message.id, text, isAnswered: isAnswered(branch, message.id) };
	}
	return null;
}

function isAnswered(branch: readonly ConversationMessage[], questionId: string): boolean {
	const answer = branch.find(({ role, parentId }) => role === 'assistant' && parentId === questionId);
	if (answer?.status !== 'complete' || citationsOf(answer).length === 0) return false;
	return !answer.parts.some((part) => part.type === 'data-turn' && part.data.refused);
}

/** The newest of what was said before the question that fits, and the question. */
export function conversationUpTo(
	branch: readonly ConversationMessage[],
	question: OpenQuestion
): ModelMessage[] {
	const at = branch.findIndex(({ id }) => id === question.messageId);
	const past: ModelMessage[] = [];
	let left = BUDGET_CHARACTERS;
	for (const message of branch.slice(0, at).toReversed()) {
		const content = messageText(message);
		left -= content.length;
		if (left < 0) break;
		if (content !== '') past.push({ role: message.role === 'user' ? 'user' : 'assistant', content });
	}
	return [...past.reverse(), { role: 'user', content: question.text }];
}
