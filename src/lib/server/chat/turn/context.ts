// What a model is told of a conversation: the newest messages of the branch that fit the budget. The cost of a turn stays the same
// however long a conversation grows. Exchanges without an answer (stopped, failed) are left out whole.
import type { ModelMessage } from 'ai';
import type { Messages, SpokenMessage } from '../store/messages.ts';

/** About four characters a token: 3,000 tokens of past conversation. */
const BUDGET_CHARACTERS = 12_000;
const MOST_MESSAGES = 24;

/** Ends with the question itself, which is always there. */
export function readContext(messages: Pick<Messages, 'spoken'>, questionId: string): ModelMessage[] {
	const question = messages.spoken(questionId);
	if (question === undefined) throw new Error('the question of a turn is not in the store');
	const past: SpokenMessage[] = [];
	let left = BUDGET_CHARACTERS - question.text.length;
	let id = question.parentId;
	while (id !== null && past.length < MOST_MESSAGES) {
		const answer = messages.spoken(id);
		if (answer === undefined) break;
		const asked = answer.parentId === null ? undefined : messages.spoken(answer.parentId);
		if (asked === undefined) break;
		id = asked.parentId;
		if (answer.text === '') continue;
		left -= answer.text.length + asked.text.length;
		if (left < 0) break;
		past.push(answer, asked);
	}
	return [...past.reverse(), question].map(({ role, text }) => ({ role, content: text }));
}
