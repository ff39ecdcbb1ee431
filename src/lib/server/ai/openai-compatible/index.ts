// Any server that speaks the OpenAI protocol: OpenAI, Dedalus, Ollama, vLLM, llama.cpp.
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { openServer, type OpenAICompatibleOptions } from './open-server.ts';

export { createOpenAICompatibleEmbedder } from './embedder.ts';

export function createOpenAICompatibleModel(options: OpenAICompatibleOptions): LanguageModelV4 {
	return openServer(options).chatModel(options.modelId);
}
