// Reranking by Workers AI: BAAI's bge-reranker-base, a cross-encoder. Asked of the binding itself: workers-ai-provider sends documents that
// are objects as JSON, and takes what does not fit its shape for the first document with score 0. Reads {title, headings, text} or plain
// text. Its card maps scores by the sigmoid.
import type { RerankingModelV4 } from '@ai-sdk/provider';
import { z } from 'zod';
import { askOrder } from '../asked-order.ts';
import { askModel } from './ask-model.ts';

export const WORKERS_AI_RERANKER_MODEL = '@cf/baai/bge-reranker-base';

const Reply = z.object({ response: z.array(z.object({ id: z.number().int(), score: z.number() })) });

export function createWorkersAiReranker({ binding }: { binding: Ai }): RerankingModelV4 {
	return {
		specificationVersion: 'v4',
		provider: 'workers-ai',
		modelId: WORKERS_AI_RERANKER_MODEL,
		async doRerank(options) {
			const order = askOrder(options);
			if (order === undefined) return { ranking: [] };
			const { query, texts } = order;
			// The published type of the input leaves out `query`.
			const input = { query, contexts: texts.map((text) => ({ text })), top_k: texts.length };
			const scored = await askModel(
				{
					modelId: WORKERS_AI_RERANKER_MODEL,
					subject: 'The reranking model',
					reply: Reply.transform(({ response }) =>
						response.map(({ id: at, score }) => ({ at, score }))
					).refine((places) => order.isRanking(places)),
					abortSignal: options.abortSignal
				},
				(options) => binding.run(WORKERS_AI_RERANKER_MODEL, input, options)
			);
			return { ranking: order.read(scored) };
		}
	};
}
