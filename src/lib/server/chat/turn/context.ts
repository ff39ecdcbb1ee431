// What a model is told of a conversation: the newest messages of the branch that fit the budget. The cost of a turn stays the same
// however long a conversation grows. Exchanges without an answer (stopped, failed) are left out whole.
import type { ModelMessage } from 'ai';
import type { Messages, SpokenMessage } from '../store/messages.ts';

/** About four characters a token: 3,000 tokens of past conversation. */
const BUDGET_CHARACTERS = 12_000;
const MOST_MESSAGES = 24;
/** Stopped and failed answers, and those left to people, are passed over: up to so many. */
const MOST_LOOKED_AT = 200;

/** Ends with the question itself, which is always there. */
export function readContext(messages: Pick<Messages, 'spoken'>, questionId: string): ModelMessage[] {
	const question = messages.spoken(questionId);
	if (question === undefined) throw new Error('the question of a turn is not in the store');
	const past: SpokenMessage[] = [];
	let left = BUDGET_CHARACTERS - question.text.length;
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
		const exchange = [...answers, message];
		answers = [];
		left -= exchange.reduce((length, { text }) => length + text.length, 0);
		if (left < 0) break;
		past.push(...exchange);
	}
	return [...past.reverse(), question].map(({ role, text }) => ({
		role: role === 'user' ? ('user' as const) : ('assistant' as const),
		content: text
	}));
}
