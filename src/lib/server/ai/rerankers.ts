// Who puts in order what a search found, by settings: a chain of models, of which the next is asked when one cannot. The embedded one stands
// at its end. That a binding or an address is there when a setting needs it was checked when the settings were parsed.
import type { RerankingModelV4 } from '@ai-sdk/provider';
import { AppError } from '#lib/shared/errors.ts';
import type { Bindings, Settings } from '../platform/index.ts';
import { remoteProviders } from './chain.ts';
import { createEmbeddedReranker } from './embedded/reranker.ts';
import { guardReranker } from './guard/guard-asked.ts';
import { standGuard, type BreakerTimes, type GuardDependencies } from './guard/standing-guard.ts';
import { createRerankApi } from './rerank-api/index.ts';
import { createWorkersAiReranker } from './workers-ai/index.ts';

type RerankingProvider = Settings['RERANKING_PROVIDER'];

export type RerankerSettings = BreakerTimes &
	Pick<
		Settings,
		'RERANKING_FALLBACKS' | 'SEARCH_MODEL_SECONDS' | `RERANKING_${'PROVIDER' | 'URL' | 'API_KEY' | 'MODEL'}`
	>;

export interface RerankerDependencies extends GuardDependencies {
	AI?: Bindings['AI'] | undefined;
	fetch?: typeof globalThis.fetch;
	/** Hears of each model that could not, before the next one is asked. */
	onFallback: (label: string, error: AppError) => void;
}

export function createReranker(
	settings: RerankerSettings,
	dependencies: RerankerDependencies
): RerankingModelV4 {
	const embedded = createEmbeddedReranker();
	const remote = remoteProviders(settings.RERANKING_PROVIDER, settings.RERANKING_FALLBACKS).map(
		(provider) => {
			const model = createRemoteReranker(provider, settings, dependencies);
			const timeoutMs = settings.SEARCH_MODEL_SECONDS * 1_000;
			return guardReranker(model, { timeoutMs, ...standGuard('rerank', model, settings, dependencies) });
		}
	);
	const [first] = remote;
	return first === undefined ? embedded : chained(first, [...remote, embedded], dependencies.onFallback);
}

/** A search goes on when the model that would rank it best cannot be asked. */
function chained(
	{ provider, modelId }: RerankingModelV4,
	models: readonly RerankingModelV4[],
	onFallback: RerankerDependencies['onFallback']
): RerankingModelV4 {
	return {
		...{ specificationVersion: 'v4', provider, modelId },
		async doRerank(options) {
			for (const model of models.slice(0, -1)) {
				try {
					return await model.doRerank(options);
				} catch (thrown) {
					if (options.abortSignal?.aborted === true || !(thrown instanceof AppError)) throw thrown;
					onFallback(model.modelId, thrown);
				}
			}
			const last = models.at(-1);
			if (last === undefined) throw new Error('a chain without a model');
			return last.doRerank(options);
		}
	};
}

export function createRemoteReranker(
	provider: Exclude<RerankingProvider, 'embedded'>,
	settings: RerankerSettings,
	{ AI, fetch }: Pick<RerankerDependencies, 'AI' | 'fetch'>
): RerankingModelV4 {
	switch (provider) {
		case 'workers-ai':
			if (AI === undefined) throw new Error('settings were not parsed');
			return createWorkersAiReranker({ binding: AI });
		case 'rerank-api': {
			const { RERANKING_URL: url, RERANKING_MODEL: modelId, RERANKING_API_KEY: apiKey } = settings;
			if (url === undefined || modelId === undefined) throw new Error('settings were not parsed');
			return createRerankApi({ url, modelId, apiKey, fetch });
		}
	}
}
