// Who answers, by settings: the embedded model, or any server that speaks the OpenAI chat protocol.
import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Settings } from '../platform/index.ts';
import { createEmbeddedAnswerModel } from './embedded/answer-model/index.ts';
import { createOpenAICompatibleModel } from './openai-compatible/index.ts';

export interface AnswerModel {
	model: LanguageModelV4;
	/** Shown with the answer: which model wrote it. */
	label: string;
	/** A remote model gets longer to begin, and its failures are worth a second try. */
	isRemote: boolean;
}

type ProviderSettings = Pick<
	Settings,
	'ANSWER_PROVIDER' | 'OPENAI_BASE_URL' | 'OPENAI_API_KEY' | 'OPENAI_MODEL'
>;

export function createAnswerModel(settings: ProviderSettings, fetch?: typeof globalThis.fetch): AnswerModel {
	switch (settings.ANSWER_PROVIDER) {
		case 'embedded': {
			const model = createEmbeddedAnswerModel();
			return { model, label: model.modelId, isRemote: false };
		}
		case 'openai-compatible': {
			const { OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: modelId, OPENAI_API_KEY: apiKey } = settings;
			if (baseUrl === undefined || modelId === undefined) throw new Error('settings were not parsed');
			const model = createOpenAICompatibleModel({
				baseUrl,
				modelId,
				...(apiKey === undefined ? {} : { apiKey }),
				...(fetch === undefined ? {} : { fetch })
			});
			return { model, label: modelId, isRemote: true };
		}
	}
}
