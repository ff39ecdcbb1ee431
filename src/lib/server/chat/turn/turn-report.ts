// What a turn was about: from the model where it says so (providerMetadata.segue), otherwise from the pure analyser.
import type { LanguageModelUsage, ModelMessage } from 'ai';
import { z } from 'zod';
import type { TurnData } from '#lib/shared/conversation/parts.ts';
import { analyseMessage, type AnswerModel } from '../../ai/index.ts';
import type { AnswerText } from './answer-text.ts';
import type { ToolCallRecord } from './model-tools.ts';

const ModelReport = z.object({
	intent: z.string(),
	sentiment: z.number().min(-1).max(1),
	confidence: z.number().min(0).max(1),
	refused: z.boolean(),
	topics: z.array(z.string())
});

interface Described {
	messages: ModelMessage[];
	answerModel: AnswerModel;
}

export function describeTurn(
	{ messages, answerModel }: Described,
	variants: Partial<Record<string, string>>,
	fromModel: unknown,
	toolCalls: ToolCallRecord[],
	text: AnswerText
): TurnData {
	const said = wordsOf(messages);
	const question = said.at(-1) ?? '';
	const analysis = analyseMessage(question, { earlier: said.slice(0, -1) });
	const entities = analysis.entities.map(({ kind, text: words }) => ({ kind, text: words }));
	const experiments = Object.keys(variants).length > 0 ? { variants } : {};
	const { language, form } = analysis;
	const unsupported = text.unsupported();
	const rest = { entities, toolCalls, unsupported, model: answerModel.label, language, form, ...experiments };
	const report = ModelReport.safeParse(fromModel);
	if (report.success) return { ...report.data, ...rest };
	const citations = text.citations();
	const hasSearched = toolCalls.some((call) => call.toolName === 'search_knowledge_base');
	return {
		intent: analysis.intent,
		sentiment: analysis.sentiment,
		// A model that cites nothing after a search has found nothing: the best that can be known from outside.
		confidence: citations.length > 0 ? 0.7 : 0.3,
		refused: hasSearched && citations.length === 0,
		topics: [...new Set(citations.map((citation) => citation.title))],
		...rest
	};
}

/** undefined where the provider did not say. */
export function usageOf({ inputTokens, outputTokens }: LanguageModelUsage): TurnData['usage'] {
	return inputTokens === undefined || outputTokens === undefined ? undefined : { inputTokens, outputTokens };
}

/** What the person has said, oldest first. */
function wordsOf(messages: readonly ModelMessage[]): string[] {
	return messages.flatMap(({ role, content }) =>
		role === 'user' && typeof content === 'string' ? [content] : []
	);
}

export function questionOf(messages: readonly ModelMessage[]): string {
	return wordsOf(messages).at(-1) ?? '';
}
