// Who embeds, by settings: the embedded model, Workers AI, or a server of the OpenAI protocol. Each is one model with vectors of its own,
// which no other can stand in for: what is searched when it is away is another index (knowledge/vector-indexes).
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import type { Bindings, Settings } from '../platform/index.ts';
import { cacheEmbeddings } from './cache/cache-embeddings.ts';
import type { TimedCache } from './cache/timed-cache.ts';
import { createEmbeddedEmbedder, EMBEDDER_DIMENSIONS } from './embedded/embedder.ts';
import { guardEmbedder } from './guard/guard-asked.ts';
import { standGuard, type BreakerTimes, type GuardDependencies } from './guard/standing-guard.ts';
import { createOpenAICompatibleEmbedder } from './openai-compatible/index.ts';
import { createWorkersAiEmbedder, WORKERS_AI_DIMENSIONS } from './workers-ai/index.ts';

export type EmbeddingProvider = Settings['EMBEDDING_PROVIDER'];

export interface Embedder {
	model: EmbeddingModelV4;
	/** undefined: its first answer tells. */
	dimensions: number | undefined;
}

export type EmbedderSettings = BreakerTimes &
	Pick<
		Settings,
		| 'SEARCH_MODEL_SECONDS'
		| `OPENAI_EMBEDDING_${'BASE_URL' | 'API_KEY' | 'MODEL' | 'DIMENSIONS'}`
		| `OPENAI_${'BASE_URL' | 'API_KEY'}`
	>;

export interface EmbedderDependencies extends GuardDependencies {
	AI?: Bindings['AI'] | undefined;
	/** Of what a remote model made of questions. */
	cache: TimedCache;
	fetch?: typeof globalThis.fetch;
}

/** A slice of passages, by a machine without a graphics card. */
const PASSAGES_MS = 120_000;

/** `dimensions`: what its vectors had before, and must have. undefined: this deployment has no such model. */
export function createEmbedder(
	provider: EmbeddingProvider,
	settings: EmbedderSettings,
	dependencies: EmbedderDependencies,
	dimensions?: number
): Embedder | undefined {
	if (provider === 'embedded') return { model: createEmbeddedEmbedder(), dimensions: EMBEDDER_DIMENSIONS };
	const remote = openRemote(provider, settings, dependencies, dimensions);
	if (remote === undefined) return undefined;
	const times = { queryMs: settings.SEARCH_MODEL_SECONDS * 1_000, passagesMs: PASSAGES_MS };
	const guard = standGuard('embed', remote.model, settings, dependencies);
	const model = guardEmbedder(remote.model, { times, ...guard });
	return { ...remote, model: cacheEmbeddings(model, dependencies.cache, remote.dimensions) };
}

function openRemote(
	provider: Exclude<EmbeddingProvider, 'embedded'>,
	settings: EmbedderSettings,
	{ AI, fetch }: EmbedderDependencies,
	dimensions: number | undefined
): Embedder | undefined {
	switch (provider) {
		case 'workers-ai':
			return AI && { model: createWorkersAiEmbedder({ binding: AI }), dimensions: WORKERS_AI_DIMENSIONS };
		case 'openai-compatible': {
			const { OPENAI_EMBEDDING_BASE_URL: own, OPENAI_EMBEDDING_MODEL: modelId } = settings;
			const baseUrl = own ?? settings.OPENAI_BASE_URL;
			if (baseUrl === undefined || modelId === undefined) return undefined;
			const apiKey = own === undefined ? settings.OPENAI_API_KEY : settings.OPENAI_EMBEDDING_API_KEY;
			const askedDimensions = settings.OPENAI_EMBEDDING_DIMENSIONS;
			const known = dimensions ?? askedDimensions;
			return {
				model: createOpenAICompatibleEmbedder({
					...{ baseUrl, modelId, apiKey, fetch, askedDimensions },
					dimensions: known
				}),
				dimensions: known
			};
		}
	}
}
