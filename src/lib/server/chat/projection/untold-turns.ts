// What turns were about whose answers do not say it: one that broke off, and one that was left to a person of the school, had no model that
// finished. Read from the question alone; nothing is said of an answer that is not there. The log holds nothing of it: after somebody has
// taken the floor no word of a model may stand there.
import { isLeftToPerson, messageText, type ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { TurnData } from '#lib/shared/conversation/parts.ts';
import { analyseMessage } from '../../ai/index.ts';
import type { Messages } from '../store/messages.ts';

export type TurnFacts = Pick<
	TurnData,
	'intent' | 'sentiment' | 'entities' | 'topics' | 'toolCalls' | 'language' | 'form'
>;

/** By the answer's id. */
export function readUntoldTurns(
	messages: Pick<Messages, 'byId'>,
	answers: readonly ConversationMessage[]
): Map<string, TurnFacts> {
	return new Map(
		answers.filter(isUntold).flatMap((answer) => {
			const question = messages.byId(answer.parentId ?? '');
			return question?.role === 'user' ? [[answer.id, factsOf(messageText(question), answer)]] : [];
		})
	);
}

function isUntold(message: ConversationMessage): boolean {
	if (message.role !== 'assistant' || message.parts.some(({ type }) => type === 'data-turn')) return false;
	// What was copied from a link was no turn here.
	return message.status !== 'complete' || isLeftToPerson(message);
}

function factsOf(question: string, { parts }: ConversationMessage): TurnFacts {
	const { intent, sentiment, entities, language, form } = analyseMessage(question);
	const toolCalls = parts.flatMap((part) =>
		'toolCallId' in part
			? [{ toolName: part.type.slice('tool-'.length), success: part.state === 'output-available' }]
			: []
	);
	return {
		...{ intent, sentiment, language, form, toolCalls, topics: [] },
		entities: entities.map(({ kind, text }) => ({ kind, text }))
	};
}
