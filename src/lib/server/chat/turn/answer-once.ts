// One question, answered without a conversation: nothing is kept, nothing is written. For whoever asks what would be answered.
import type { Actor } from '#lib/shared/actor.ts';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import type { AnswerModel } from '../../ai/index.ts';
import type { RegisteredTool } from '../../tools/index.ts';
import { writeAnswer } from './answer.ts';

export interface AnswerOnce {
	text: string;
	/** It says that the school's knowledge does not hold it. */
	refused: boolean;
	/** 0..1, as the model itself tells. */
	confidence: number;
	citations: CitationData[];
}

/** Throws what the model throws. `tools` should only read. */
export async function answerOnce(
	question: string,
	{ actor, answerModel, tools }: { actor: Actor; answerModel: AnswerModel; tools: readonly RegisteredTool[] }
): Promise<AnswerOnce> {
	const answer: AnswerOnce = { text: '', refused: true, confidence: 0, citations: [] };
	await writeAnswer({
		...{ conversationId: 'none', turnId: 'none', actor, answerModel, tools, approval: null },
		instructions: '',
		messages: [{ role: 'user', content: question }],
		variants: Promise.resolve({}),
		signal: new AbortController().signal,
		delivered: () => Promise.resolve(),
		emit(part) {
			if (part.type === 'text-delta') answer.text += part.delta;
			if (part.type === 'data-citation') answer.citations.push(part.data);
			if (part.type === 'data-turn') {
				answer.refused = part.data.refused;
				answer.confidence = part.data.confidence;
			}
		}
	});
	return answer;
}
