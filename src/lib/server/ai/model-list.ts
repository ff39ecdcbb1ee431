// The remote models that settings name for each task, in the order in which they are asked, by the names that breakers and counts know them by.
import type { AnswerSettings } from './answer-models.ts';
import { answerModelName, smallSettings, spokenSettings } from './answer-models.ts';
import { remoteProviders } from './chain.ts';
import { createEmbedder, type EmbedderDependencies, type EmbedderSettings } from './embedders.ts';
import { breakerName, breakerSettings } from './guard/standing-guard.ts';
import type { ModelTask } from './guard/call-meter.ts';
import { createRemoteReranker, type RerankerSettings } from './rerankers.ts';
import type { BreakerSettings } from '../resilience/index.ts';
import type { Settings } from '../platform/index.ts';

export interface NamedModel {
	task: ModelTask;
	provider: string;
	model: string;
	breaker: { name: string; settings: BreakerSettings };
}

export type ModelListSettings = AnswerSettings &
	EmbedderSettings &
	RerankerSettings &
	Pick<Settings, 'EMBEDDING_PROVIDER' | 'EMBEDDING_FALLBACKS'>;

export function listModels(
	settings: ModelListSettings,
	dependencies: Pick<EmbedderDependencies, 'AI' | 'breakers' | 'meters' | 'cache'>
): NamedModel[] {
	const named = (task: ModelTask, provider: string, model: string): NamedModel => ({
		...{ task, provider, model },
		breaker: { name: breakerName(task, provider, model), settings: breakerSettings(settings) }
	});
	const answering = (task: ModelTask, of: AnswerSettings, primary: Settings['ANSWER_PROVIDER']) =>
		remoteProviders(primary, task === 'answer' ? of.ANSWER_FALLBACKS : of.EXTRACT_FALLBACKS).map((provider) =>
			named(task, provider, answerModelName(provider, of))
		);
	const spoken = spokenSettings(settings);
	const models = [
		...answering('answer', settings, settings.ANSWER_PROVIDER),
		// In calls another may be asked first.
		...(spoken === undefined ? [] : answering('answer', spoken.settings, spoken.provider).slice(0, 1)),
		...remoteProviders(settings.EMBEDDING_PROVIDER, settings.EMBEDDING_FALLBACKS).flatMap((provider) => {
			const embedder = createEmbedder(provider, settings, dependencies);
			return embedder === undefined ? [] : named('embed', embedder.model.provider, embedder.model.modelId);
		}),
		...remoteProviders(settings.RERANKING_PROVIDER, settings.RERANKING_FALLBACKS).map((provider) => {
			const { provider: by, modelId } = createRemoteReranker(provider, settings, dependencies);
			return named('rerank', by, modelId);
		}),
		...answering('extract', smallSettings(settings), settings.EXTRACT_PROVIDER)
	];
	return models.filter(
		({ breaker }, at) => at === models.findIndex((one) => one.breaker.name === breaker.name)
	);
}
