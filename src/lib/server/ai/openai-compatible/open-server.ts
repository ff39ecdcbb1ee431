// A server of the protocol, through the AI SDK; what it answers is bounded.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { boundFetch } from '../bounded-stream.ts';

export interface OpenAICompatibleOptions {
	/** Up to and with the version: https://api.openai.com/v1 */
	baseUrl: string;
	modelId: string;
	apiKey?: string | undefined;
	fetch?: typeof globalThis.fetch | undefined;
}

export function openServer({ baseUrl, apiKey, fetch }: OpenAICompatibleOptions) {
	return createOpenAICompatible({
		name: 'openai-compatible',
		baseURL: baseUrl.replace(/\/+$/, ''),
		includeUsage: true,
		fetch: boundFetch(fetch),
		...(apiKey === undefined ? {} : { apiKey })
	});
}
