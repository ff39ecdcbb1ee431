// Stand around an embedder and a reranker that may fail, as guardModel does around a model that answers: a time, other tries, a breaker.
// A search is waiting for a question's vector and for an order; passages have longer.
import type { EmbeddingModelV4, RerankingModelV4 } from '@ai-sdk/provider';
import { isForQuery } from '../embedding-purpose.ts';
import { standInFor } from '../stand-in-embedder.ts';
import { createAttempts, type AttemptOptions } from './attempts.ts';

export function guardEmbedder(
	model: EmbeddingModelV4,
	{ times, ...options }: AttemptOptions & { times: { queryMs: number; passagesMs: number } }
): EmbeddingModelV4 {
	const attempts = createAttempts(options);
	return standInFor(model, (call) =>
		attempts.run(call.abortSignal, async ({ deadline, hear, succeed }) => {
			const { signal: abortSignal } = deadline;
			const isWaitedFor = isForQuery(call.providerOptions);
			const result = await deadline.within(
				isWaitedFor ? times.queryMs : times.passagesMs,
				Promise.resolve(model.doEmbed({ ...call, abortSignal }))
			);
			if (isWaitedFor) hear();
			succeed();
			return result;
		})
	);
}

export function guardReranker(
	model: RerankingModelV4,
	{ timeoutMs, ...options }: AttemptOptions & { timeoutMs: number }
): RerankingModelV4 {
	const attempts = createAttempts(options);
	return {
		specificationVersion: 'v4',
		provider: model.provider,
		modelId: model.modelId,
		doRerank: (call) =>
			attempts.run(call.abortSignal, async ({ deadline, hear, succeed }) => {
				const { signal: abortSignal } = deadline;
				const asked = Promise.resolve(model.doRerank({ ...call, abortSignal }));
				const result = await deadline.within(timeoutMs, asked);
				hear();
				succeed();
				return result;
			})
	};
}
