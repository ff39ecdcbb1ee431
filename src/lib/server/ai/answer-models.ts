// Who answers, by settings: a chain of models, of which the next answers when one cannot. The embedded one stands at its end: it needs
// nobody. That a binding or an address is there when a setting needs it was checked when the settings were parsed.
import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Bindings, Settings } from '../platform/index.ts';
import { remoteProviders } from './chain.ts';
import { cacheAnswers } from './cache/cache-answers.ts';
import type { TimedCache } from './cache/timed-cache.ts';
import { createEmbeddedAnswerModel } from './embedded/answer-model/index.ts';
import type { ModelTask } from './guard/call-meter.ts';
import { guardModel } from './guard/guard-model.ts';
import { standGuard, type BreakerTimes, type GuardDependencies } from './guard/standing-guard.ts';
import { createOpenAICompatibleModel } from './openai-compatible/index.ts';
import { createWorkersAiModel, WORKERS_AI_ANSWER_MODEL } from './workers-ai/index.ts';

export interface AnswerModel {
	model: LanguageModelV4;
	/** Shown with the answer: which model wrote it. */
	label: string;
	/** Somebody else's machine: it may look at files, and may be away. */
	isRemote: boolean;
}

/** In the order in which they are asked. */
export type AnswerModels = readonly [AnswerModel, ...AnswerModel[]];

type RemoteProvider = Exclude<Settings['ANSWER_PROVIDER'], 'embedded'>;
export type AnswerSettings = BreakerTimes &
	Pick<
		Settings,
		| 'ANSWER_PROVIDER'
		| 'ANSWER_FALLBACKS'
		| `OPENAI_${'' | 'FALLBACK_'}${'BASE_URL' | 'API_KEY' | 'MODEL'}`
		| 'WORKERS_AI_MODEL'
		| `SPOKEN_ANSWER_${'PROVIDER' | 'MODEL'}`
		| `EXTRACT_${'PROVIDER' | 'FALLBACKS' | 'MODEL'}`
		| `MODEL_${'CONNECT' | 'FIRST_TOKEN' | 'STALL'}_SECONDS`
	>;

export interface AnswerModelsDependencies extends GuardDependencies {
	AI?: Bindings['AI'] | undefined;
	/** Of answers that depend on nobody. */
	cache: TimedCache;
	fetch?: typeof globalThis.fetch;
}

/** Of one answer of some hundred words. */
const LONGEST_ANSWER_MS = 300_000;

/** https://developers.cloudflare.com/workers-ai/models/llama-3.1-8b-instruct-fp8/ */
const WORKERS_AI_SMALL_MODEL = '@cf/meta/llama-3.1-8b-instruct-fp8';

export function createAnswerModels(
	settings: AnswerSettings,
	dependencies: AnswerModelsDependencies
): AnswerModels {
	const embedded = createEmbeddedAnswerModel();
	const last: AnswerModel = { model: embedded, label: embedded.modelId, isRemote: false };
	const remote = remoteProviders(settings.ANSWER_PROVIDER, settings.ANSWER_FALLBACKS).map((provider) =>
		openAnswering(provider, settings, dependencies)
	);
	return remote.reduceRight<AnswerModels>((rest, model) => [model, ...rest], [last]);
}

/** Who answers what was said in a call: a quicker model where the settings name one, and behind it whoever answers otherwise. */
export function createSpokenAnswerModels(
	settings: AnswerSettings,
	dependencies: AnswerModelsDependencies
): AnswerModels {
	const usual = createAnswerModels(settings, dependencies);
	const spoken = spokenSettings(settings);
	if (spoken === undefined) return usual;
	if (spoken.provider === 'embedded') return [usual.at(-1) ?? usual[0]];
	const first = openAnswering(spoken.provider, spoken.settings, dependencies);
	return [first, ...usual.filter(({ label }) => label !== first.label)];
}

/** Whom a call is answered by first; undefined: whoever answers otherwise. */
export function spokenSettings(
	settings: AnswerSettings
): { provider: Settings['ANSWER_PROVIDER']; settings: AnswerSettings } | undefined {
	const { SPOKEN_ANSWER_PROVIDER: provider, SPOKEN_ANSWER_MODEL: modelId } = settings;
	if (provider === undefined && modelId === undefined) return undefined;
	return { provider: provider ?? settings.ANSWER_PROVIDER, settings: withModel(settings, modelId) };
}

/**
 * Who does small tasks, in the order in which they are asked: none where the settings name none. What the embedded code makes of a task is
 * there already, and stands when nobody of them can better it.
 */
export function createSmallModels(
	settings: AnswerSettings,
	dependencies: Omit<AnswerModelsDependencies, 'cache'>
): readonly AnswerModel[] {
	const small = smallSettings(settings);
	return remoteProviders(settings.EXTRACT_PROVIDER, settings.EXTRACT_FALLBACKS).map((provider) => {
		const model = openGuarded('extract', provider, small, dependencies);
		return { model, label: model.modelId, isRemote: true };
	});
}

export function smallSettings(settings: AnswerSettings): AnswerSettings {
	return withModel({ ...settings, WORKERS_AI_MODEL: WORKERS_AI_SMALL_MODEL }, settings.EXTRACT_MODEL);
}

/** Whoever is asked, by this name. */
function withModel(settings: AnswerSettings, modelId: string | undefined): AnswerSettings {
	return modelId === undefined
		? settings
		: { ...settings, OPENAI_MODEL: modelId, OPENAI_FALLBACK_MODEL: modelId, WORKERS_AI_MODEL: modelId };
}

function openAnswering(
	provider: RemoteProvider,
	settings: AnswerSettings,
	dependencies: AnswerModelsDependencies
): AnswerModel {
	const model = openGuarded('answer', provider, settings, dependencies);
	return { model: cacheAnswers(model, dependencies.cache), label: model.modelId, isRemote: true };
}

function openGuarded(
	task: ModelTask,
	provider: RemoteProvider,
	settings: AnswerSettings,
	dependencies: Omit<AnswerModelsDependencies, 'cache'>
): LanguageModelV4 {
	const model = openRemote(provider, settings, dependencies);
	const times = {
		connect: settings.MODEL_CONNECT_SECONDS * 1_000,
		firstPart: settings.MODEL_FIRST_TOKEN_SECONDS * 1_000,
		betweenParts: settings.MODEL_STALL_SECONDS * 1_000,
		whole: LONGEST_ANSWER_MS
	};
	const named = { provider, modelId: model.modelId };
	return guardModel(model, { times, ...standGuard(task, named, settings, dependencies) });
}

/** That the settings hold it was checked when they were parsed. */
export function answerModelName(provider: RemoteProvider, settings: AnswerSettings): string {
	switch (provider) {
		case 'workers-ai':
			return settings.WORKERS_AI_MODEL ?? WORKERS_AI_ANSWER_MODEL;
		case 'openai-compatible':
			return given(settings.OPENAI_MODEL);
		case 'openai-compatible-fallback':
			return given(settings.OPENAI_FALLBACK_MODEL);
	}
}

function openRemote(
	provider: RemoteProvider,
	settings: AnswerSettings,
	{ AI, fetch }: Pick<AnswerModelsDependencies, 'AI' | 'fetch'>
): LanguageModelV4 {
	const modelId = answerModelName(provider, settings);
	switch (provider) {
		case 'workers-ai':
			return createWorkersAiModel(given(AI), modelId);
		case 'openai-compatible': {
			const { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey } = settings;
			return createOpenAICompatibleModel({ baseUrl: given(baseUrl), modelId, apiKey, fetch });
		}
		case 'openai-compatible-fallback': {
			const { OPENAI_FALLBACK_BASE_URL: baseUrl, OPENAI_FALLBACK_API_KEY: apiKey } = settings;
			return createOpenAICompatibleModel({ baseUrl: given(baseUrl), modelId, apiKey, fetch });
		}
	}
}

function given<T>(value: T | undefined): T {
	if (value === undefined) throw new Error('settings were not parsed');
	return value;
}
