// Answers by Workers AI, through workers-ai-provider. What is added to it: room for a whole answer (the service stops after 256 tokens
// when it is not told), errors with their true status, a stream that broke off told from one that ended, an abort that ends the reading.
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { createWorkersAI } from 'workers-ai-provider';
import { boundStream, EVENT_BOUNDS } from '../bounded-stream.ts';
import { callError, toCallError } from './call-error.ts';
import { watchEvents } from './event-watch.ts';
import { makeWrittenCalls } from './written-calls.ts';

/** A context of 24,000 tokens, tools, streaming. https://developers.cloudflare.com/workers-ai/models/llama-3.3-70b-instruct-fp8-fast/ */
export const WORKERS_AI_ANSWER_MODEL = '@cf/meta/llama-3.3-70b-instruct-fp8-fast';

/** An answer has at most 120 words by its instructions; this also holds tables and other languages. */
const MOST_OUTPUT_TOKENS = 1_024;

export function createWorkersAiModel(binding: Ai, modelId: string): LanguageModelV4 {
	const model = createWorkersAI({ binding: watched(binding, modelId) }).chat(modelId);
	const bounded = <Options extends { maxOutputTokens?: number | undefined }>(options: Options) => ({
		...options,
		maxOutputTokens: options.maxOutputTokens ?? MOST_OUTPUT_TOKENS
	});
	return {
		specificationVersion: 'v4',
		provider: 'workers-ai',
		modelId,
		supportedUrls: {},
		async doGenerate(options) {
			try {
				return await model.doGenerate(bounded(options));
			} catch (thrown) {
				throw toCallError(thrown, modelId);
			}
		},
		async doStream(options) {
			const toolNames = new Set((options.tools ?? []).map(({ name }) => name));
			try {
				const { stream, ...rest } = await model.doStream(bounded(options));
				const whole = stream.pipeThrough(refuseBroken(modelId));
				return {
					...rest,
					stream: toolNames.size === 0 ? whole : whole.pipeThrough(makeWrittenCalls(toolNames))
				};
			} catch (thrown) {
				throw toCallError(thrown, modelId);
			}
		}
	};
}

/** The binding, with every event stream that comes from it watched. */
function watched(binding: Ai, modelId: string): Ai {
	const run = async (model: string, inputs: Record<string, unknown>, options?: AiOptions) => {
		const reply: unknown = await binding.run<string>(model, inputs, options);
		if (!(reply instanceof ReadableStream)) return reply;
		const { signal } = options ?? {};
		return (reply as ReadableStream<Uint8Array>)
			.pipeThrough(boundStream(EVENT_BOUNDS))
			.pipeThrough(watchEvents(modelId), signal === undefined ? {} : { signal });
	};
	// The provider calls nothing of the binding but `run`.
	return { run } as unknown as Ai;
}

/** The provider ends a stream that broke off like any other, with `error` as its reason. */
function refuseBroken(
	modelId: string
): TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart> {
	return new TransformStream({
		transform(part, controller) {
			if (part.type === 'finish' && part.finishReason.unified === 'error')
				controller.enqueue({
					type: 'error',
					error: callError(modelId, { statusCode: 503, message: 'the stream broke off' })
				});
			controller.enqueue(part);
		}
	});
}
