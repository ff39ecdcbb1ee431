import type { EmbeddingModelV4 } from '@ai-sdk/provider';

/** An embedder that is known as `model` is, and embeds by `doEmbed`. */
export function standInFor(model: EmbeddingModelV4, doEmbed: EmbeddingModelV4['doEmbed']): EmbeddingModelV4 {
	return {
		specificationVersion: 'v4',
		provider: model.provider,
		modelId: model.modelId,
		maxEmbeddingsPerCall: model.maxEmbeddingsPerCall,
		supportsParallelCalls: model.supportsParallelCalls,
		doEmbed
	};
}
