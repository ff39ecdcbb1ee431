// Who embeds and reranks, by settings: the embedded models or Workers AI. That a binding is there when a setting needs it was checked when the settings were parsed.
import type { EmbeddingModelV4, RerankingModelV4 } from '@ai-sdk/provider';
import { AppError } from '#lib/shared/errors.ts';
import type { Bindings, Settings } from '../platform/index.ts';
import { cacheEmbeddings } from './cache/cache-embeddings.ts';
import type { TimedCache } from './cache/timed-cache.ts';
import { createEmbeddedEmbedder, EMBEDDER_DIMENSIONS } from './embedded/embedder.ts';
import { createEmbeddedReranker } from './embedded/reranker.ts';
import {
	createWorkersAiEmbedder,
	createWorkersAiReranker,
	WORKERS_AI_DIMENSIONS
} from './workers-ai/index.ts';

export interface Embedder {
	model: EmbeddingModelV4;
	dimensions: number;
}

type AiBinding = { AI?: Bindings['AI'] | undefined };

/** With a cache, what a remote model made of a question is remembered. */
export function createEmbedder(
	provider: Settings['EMBEDDING_PROVIDER'],
	{ AI, cache }: AiBinding & { cache?: TimedCache } = {}
): Embedder {
	switch (provider) {
		case 'embedded':
			return { model: createEmbeddedEmbedder(), dimensions: EMBEDDER_DIMENSIONS };
		case 'workers-ai': {
			const model = createWorkersAiEmbedder({ binding: bound(AI) });
			return {
				model: cache === undefined ? model : cacheEmbeddings(model, cache),
				dimensions: WORKERS_AI_DIMENSIONS
			};
		}
	}
}

export function createReranker(
	provider: Settings['RERANKING_PROVIDER'],
	{ AI, onFallback }: AiBinding & { onFallback: (error: AppError) => void }
): RerankingModelV4 {
	const embedded = createEmbeddedReranker();
	switch (provider) {
		case 'embedded':
			return embedded;
		case 'workers-ai':
			return withFallback(createWorkersAiReranker({ binding: bound(AI) }), embedded, onFallback);
	}
}

/** A search goes on when the model that would rank it best cannot be asked. */
function withFallback(
	first: RerankingModelV4,
	second: RerankingModelV4,
	onFallback: (error: AppError) => void
): RerankingModelV4 {
	return {
		specificationVersion: 'v4',
		provider: first.provider,
		modelId: first.modelId,
		async doRerank(options) {
			try {
				return await first.doRerank(options);
			} catch (thrown) {
				if (!(thrown instanceof AppError)) throw thrown;
				onFallback(thrown);
				return second.doRerank(options);
			}
		}
	};
}

function bound(ai: Ai | undefined): Ai {
	if (ai === undefined) throw new Error('settings were not parsed');
	return ai;
}
