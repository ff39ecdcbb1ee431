// Who answers, by settings: a chain of models, of which the next answers when one cannot. The embedded one stands at its end: it needs
// nobody. That a binding or an address is there when a setting needs it was checked when the settings were parsed.
import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Bindings, Settings } from '../platform/index.ts';
import { REAL_TIME, type CircuitBreakers } from '../resilience/index.ts';
import { cacheAnswers } from './cache/cache-answers.ts';
import type { TimedCache } from './cache/timed-cache.ts';
import { createEmbeddedAnswerModel } from './embedded/answer-model/index.ts';
import { guardModel } from './guard/guard-model.ts';
import { createOpenAICompatibleModel } from './openai-compatible/index.ts';
import { createWorkersAiModel } from './workers-ai/index.ts';

export interface AnswerModel {
	model: LanguageModelV4;
	/** Shown with the answer: which model wrote it. */
	label: string;
	/** Somebody else's machine: it may look at files, and may be away. */
	isRemote: boolean;
}

/** In the order in which they are asked. */
export type AnswerModels = readonly [AnswerModel, ...AnswerModel[]];

type Provider = Settings['ANSWER_PROVIDER'];
export type AnswerSettings = Pick<
	Settings,
	| 'ANSWER_PROVIDER'
	| 'ANSWER_FALLBACKS'
	| `OPENAI_${'' | 'FALLBACK_'}${'BASE_URL' | 'API_KEY' | 'MODEL'}`
	| 'WORKERS_AI_MODEL'
	| `SPOKEN_ANSWER_${'PROVIDER' | 'MODEL'}`
	| `MODEL_${'CONNECT' | 'FIRST_TOKEN' | 'STALL' | 'RECOVERY'}_SECONDS`
	| 'MODEL_FAILURE_THRESHOLD'
>;

interface AnswerModelsDependencies {
	AI?: Bindings['AI'] | undefined;
	breakers: CircuitBreakers;
	/** Of answers that depend on nobody. */
	cache: TimedCache;
	fetch?: typeof globalThis.fetch;
}

/** Of one answer of some hundred words. */
const LONGEST_ANSWER_MS = 300_000;

/** What a remote model is tried again for, while somebody waits: three tries, a little over half a second of waits at most. */
const PATIENCE = { tries: 3, firstWaitMs: 200, longestWaitMs: 1_000, ...REAL_TIME };

export function createAnswerModels(
	settings: AnswerSettings,
	dependencies: AnswerModelsDependencies
): AnswerModels {
	const embedded = createEmbeddedAnswerModel();
	const last: AnswerModel = { model: embedded, label: embedded.modelId, isRemote: false };
	const named = [...new Set([settings.ANSWER_PROVIDER, ...settings.ANSWER_FALLBACKS])];
	const end = named.indexOf('embedded');
	const remote = named
		.slice(0, end === -1 ? named.length : end)
		.map((provider) => openGuarded(provider, settings, dependencies));
	return remote.reduceRight<AnswerModels>((rest, model) => [model, ...rest], [last]);
}

/** Who answers what was said in a call: a quicker model where the settings name one, and behind it whoever answers otherwise. */
export function createSpokenAnswerModels(
	settings: AnswerSettings,
	dependencies: AnswerModelsDependencies
): AnswerModels {
	const usual = createAnswerModels(settings, dependencies);
	const { SPOKEN_ANSWER_PROVIDER, SPOKEN_ANSWER_MODEL: modelId } = settings;
	if (SPOKEN_ANSWER_PROVIDER === undefined && modelId === undefined) return usual;
	const provider = SPOKEN_ANSWER_PROVIDER ?? settings.ANSWER_PROVIDER;
	if (provider === 'embedded') return [usual.at(-1) ?? usual[0]];
	const named =
		modelId === undefined
			? settings
			: { ...settings, OPENAI_MODEL: modelId, OPENAI_FALLBACK_MODEL: modelId, WORKERS_AI_MODEL: modelId };
	const first = openGuarded(provider, named, dependencies);
	return [first, ...usual.filter(({ label }) => label !== first.label)];
}

function openGuarded(
	provider: Provider,
	settings: AnswerSettings,
	dependencies: AnswerModelsDependencies
): AnswerModel {
	const model = openRemote(provider, settings, dependencies);
	const { MODEL_FAILURE_THRESHOLD: failureThreshold } = settings;
	const breaker = dependencies.breakers.of(`answer ${provider} ${model.modelId}`, {
		failureThreshold,
		recoveryTimeout: settings.MODEL_RECOVERY_SECONDS * 1_000
	});
	const times = {
		connect: settings.MODEL_CONNECT_SECONDS * 1_000,
		firstPart: settings.MODEL_FIRST_TOKEN_SECONDS * 1_000,
		betweenParts: settings.MODEL_STALL_SECONDS * 1_000,
		whole: LONGEST_ANSWER_MS
	};
	return {
		model: cacheAnswers(guardModel(model, { breaker, times, patience: PATIENCE }), dependencies.cache),
		label: model.modelId,
		isRemote: true
	};
}

function openRemote(
	provider: Provider,
	settings: AnswerSettings,
	{ AI, fetch }: AnswerModelsDependencies
): LanguageModelV4 {
	switch (provider) {
		case 'workers-ai':
			if (AI === undefined) throw new Error('settings were not parsed');
			return createWorkersAiModel(AI, settings.WORKERS_AI_MODEL);
		case 'openai-compatible':
			return openServer(settings.OPENAI_BASE_URL, settings.OPENAI_MODEL, settings.OPENAI_API_KEY);
		case 'openai-compatible-fallback':
			return openServer(
				settings.OPENAI_FALLBACK_BASE_URL,
				settings.OPENAI_FALLBACK_MODEL,
				settings.OPENAI_FALLBACK_API_KEY
			);
		case 'embedded':
			throw new Error('the embedded model is not remote');
	}

	function openServer(
		baseUrl: string | undefined,
		modelId: string | undefined,
		apiKey: string | undefined
	): LanguageModelV4 {
		if (baseUrl === undefined || modelId === undefined) throw new Error('settings were not parsed');
		return createOpenAICompatibleModel({
			baseUrl,
			modelId,
			...(apiKey === undefined ? {} : { apiKey }),
			...(fetch === undefined ? {} : { fetch })
		});
	}
}
