// A model inside the object: `deltas` words at once, or one that never begins.
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { AnswerModel } from '#lib/server/ai/index.ts';

const USAGE = {
	inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
	outputTokens: { total: 1, text: 1, reasoning: 0 }
};

export function createScriptedModel(deltas: number | 'never'): AnswerModel {
	const model: LanguageModelV4 = {
		specificationVersion: 'v4',
		provider: 'bench',
		modelId: 'scripted',
		supportedUrls: {},
		doGenerate: () => Promise.reject(new Error('only streams')),
		doStream: () =>
			deltas === 'never' ? new Promise(() => undefined) : Promise.resolve({ stream: streamOf(play(deltas)) })
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

function* play(deltas: number): Generator<LanguageModelV4StreamPart> {
	yield { type: 'stream-start', warnings: [] };
	yield { type: 'text-start', id: 'text' };
	for (let at = 0; at < deltas; at++) yield { type: 'text-delta', id: 'text', delta: `word${at} ` };
	yield { type: 'text-end', id: 'text' };
	yield { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: USAGE };
}
