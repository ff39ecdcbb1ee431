// Any server that speaks the OpenAI chat protocol: OpenAI, Dedalus, Ollama, vLLM, llama.cpp.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4 } from '@ai-sdk/provider';

export { translateModelError } from './translate-error.ts';

export interface OpenAICompatibleOptions {
	/** Up to and with the version: https://api.openai.com/v1 */
	baseUrl: string;
	modelId: string;
	apiKey?: string;
	fetch?: typeof globalThis.fetch;
}

export function createOpenAICompatibleModel(options: OpenAICompatibleOptions): LanguageModelV4 {
	const { baseUrl, modelId, apiKey, fetch } = options;
	return createOpenAICompatible({
		name: 'openai-compatible',
		baseURL: baseUrl.replace(/\/+$/, ''),
		includeUsage: true,
		...(apiKey === undefined ? {} : { apiKey }),
		...(fetch === undefined ? {} : { fetch })
	}).chatModel(modelId);
}
