// A model inside the object: words at once (or so many), or one that never begins.
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { AnswerModel } from '#lib/server/ai/index.ts';

const USAGE = {
	inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
	outputTokens: { total: 1, text: 1, reasoning: 0 }
};

export function createScriptedModel(words: readonly string[] | number | 'never'): AnswerModel {
	const model: LanguageModelV4 = {
		specificationVersion: 'v4',
		provider: 'bench',
		modelId: 'scripted',
		supportedUrls: {},
		doGenerate: () => Promise.reject(new Error('only streams')),
		doStream: () =>
			words === 'never' ? new Promise(() => undefined) : Promise.resolve({ stream: streamOf(play(words)) })
	};
	return { model, label: 'scripted', isRemote: false };
}

function streamOf<T>(items: Iterator<T, void>): ReadableStream<T> {
	return new ReadableStream<T>({
		pull(controller) {
			const next = items.next();
			if (next.done === true) controller.close();
			else controller.enqueue(next.value);
		}
	});
}

function* play(words: readonly string[] | number): Generator<LanguageModelV4StreamPart> {
	const deltas = typeof words === 'number' ? Array.from({ length: words }, (_, at) => `word${at} `) : words;
	yield { type: 'stream-start', warnings: [] };
	yield { type: 'text-start', id: 'text' };
	for (const delta of deltas) yield { type: 'text-delta', id: 'text', delta };
	yield { type: 'text-end', id: 'text' };
	yield { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: USAGE };
}
