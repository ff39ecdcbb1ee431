import type { EmbeddingModelV4, LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { isStepCount, jsonSchema, streamText, tool } from 'ai';
import { describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../observability/index.ts';
import { cacheAnswers, IMPERSONAL } from './cache-answers.ts';
import { cacheEmbeddings } from './cache-embeddings.ts';
import { createTimedCache } from './timed-cache.ts';

function storeInMemory() {
	const values = new Map<string, string>();
	const lifetimes: (number | undefined)[] = [];
	const get = vi.fn((key: string): Promise<string | null> => Promise.resolve(values.get(key) ?? null));
	const put = (key: string, value: string, options?: KVNamespacePutOptions) => {
		values.set(key, value);
		lifetimes.push(options?.expirationTtl);
		return Promise.resolve();
	};
	return { values, lifetimes, get, store: { get, put } as unknown as KVNamespace };
}

function open(name: 'embedding' | 'llm', memory = storeInMemory()) {
	const lines: string[] = [];
	/** Hits and misses. */
	const looked: string[] = [];
	const cache = createTimedCache(name, {
		store: memory.store,
		metrics: { count: (_name, labels) => void looked.push(labels['outcome'] ?? '') },
		log: createLogger({ write: (line) => lines.push(line) }),
		runInBackground: (_label, work) => void work.catch(() => undefined)
	});
	return { cache, memory, lines, looked };
}

describe('vectors of questions', () => {
	function embedder(modelId = 'm') {
		const doEmbed = vi.fn<EmbeddingModelV4['doEmbed']>(({ values }) =>
			Promise.resolve({ embeddings: values.map((text) => [text.length, 0.5]), warnings: [] })
		);
		const model: EmbeddingModelV4 = {
			...{ specificationVersion: 'v4', provider: 'test', modelId },
			...{ maxEmbeddingsPerCall: 10, supportsParallelCalls: true, doEmbed }
		};
		return { model, doEmbed };
	}

	it('are made once in a week for a text', async () => {
		const { cache, memory } = open('embedding');
		const { model, doEmbed } = embedder();
		const cached = cacheEmbeddings(model, cache);
		const first = await cached.doEmbed({ values: ['cello fees'] });
		const second = await cached.doEmbed({ values: [' cello fees '] });
		expect([first.embeddings, second.embeddings]).toEqual([[[10, 0.5]], [[10, 0.5]]]);
		expect(doEmbed).toHaveBeenCalledTimes(1);
		expect(memory.lifetimes).toEqual([604_800]);
		expect([...memory.values.keys()][0]).toMatch(/^embedding:[0-9a-f]{64}$/);
	});

	it('of another model, or made for another purpose, are others', async () => {
		const { cache } = open('embedding');
		const [one, other] = [embedder('one'), embedder('other')];
		await cacheEmbeddings(one.model, cache).doEmbed({ values: ['fees'] });
		await cacheEmbeddings(other.model, cache).doEmbed({ values: ['fees'] });
		await cacheEmbeddings(one.model, cache).doEmbed({
			values: ['fees'],
			providerOptions: { segue: { purpose: 'query' } }
		});
		expect([one.doEmbed.mock.calls.length, other.doEmbed.mock.calls.length]).toEqual([2, 1]);
	});

	it('of passages, which come in batches, are not kept', async () => {
		const { cache, memory } = open('embedding');
		await cacheEmbeddings(embedder().model, cache).doEmbed({ values: ['one', 'two'] });
		expect(memory.values.size).toBe(0);
	});

	it.each(['', 'not base64!', btoa('abc'), btoa('\x00\x00\xc0\x7f')])(
		'that were damaged are made again: %j',
		async (damaged) => {
			const { cache, memory } = open('embedding');
			const { model, doEmbed } = embedder();
			const cached = cacheEmbeddings(model, cache);
			await cached.doEmbed({ values: ['fees'] });
			for (const key of memory.values.keys()) memory.values.set(key, damaged);
			expect((await cached.doEmbed({ values: ['fees'] })).embeddings).toEqual([[4, 0.5]]);
			expect(doEmbed).toHaveBeenCalledTimes(2);
		}
	);
});

type Step = { text: string } | { call: string; toolName?: string } | { broken: string };

describe('answers', () => {
	function model(...steps: Step[]) {
		let calls = 0;
		const partsOf = (step: Step): LanguageModelV4StreamPart[] => {
			const finish = (unified: 'stop' | 'tool-calls'): LanguageModelV4StreamPart => ({
				...{ type: 'finish', finishReason: { unified, raw: unified } },
				usage: {
					inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
					outputTokens: { total: 1, text: 1, reasoning: 0 }
				}
			});
			if ('call' in step) {
				const { call: input, toolName = 'search_knowledge_base' } = step;
				return [{ type: 'tool-call', toolCallId: `id-${calls}`, toolName, input }, finish('tool-calls')];
			}
			const delta = 'text' in step ? step.text : step.broken;
			return [
				{ type: 'text-start', id: '1' },
				{ type: 'text-delta', id: '1', delta },
				{ type: 'text-end', id: '1' },
				...('broken' in step ? [{ type: 'error', error: new Error('broke off') } as const] : []),
				finish('stop')
			];
		};
		const inner: LanguageModelV4 = {
			...{ specificationVersion: 'v4', provider: 'test', modelId: 'm', supportedUrls: {} },
			doGenerate: () => Promise.reject(new Error('only streams')),
			doStream() {
				const parts = partsOf(steps[calls++ % steps.length] ?? { text: '' });
				return Promise.resolve({
					stream: new ReadableStream({
						start(controller) {
							for (const part of parts) controller.enqueue(part);
							controller.close();
						}
					})
				});
			}
		};
		return { inner, calls: () => calls };
	}

	interface Asked {
		question?: string;
		instructions?: string;
		passages?: string;
		isPersonal?: boolean;
	}

	let took = 0;

	async function ask(cached: LanguageModelV4, asked: Asked = {}) {
		const { question = 'What does a cello cost?', instructions = 'Rules.', passages = '45 pounds' } = asked;
		const searching = tool({
			inputSchema: jsonSchema<{ query: string }>({ type: 'object', properties: {} }),
			execute: () => Promise.resolve({ success: true, data: { passages }, metadata: { durationMs: took++ } })
		});
		const result = streamText({
			model: cached,
			instructions,
			prompt: question,
			stopWhen: isStepCount(3),
			onError: () => undefined,
			...(asked.isPersonal === true ? {} : { providerOptions: IMPERSONAL }),
			tools: { search_knowledge_base: searching, get_ticket: searching }
		});
		let text = '';
		for await (const part of result.stream) if (part.type === 'text-delta') text += part.text;
		return text;
	}

	const SEARCHING: Step[] = [{ call: '{"query":"cello"}' }, { text: 'It costs 45 pounds.【1】' }];

	it('to the same question, on the same passages, are written once in a day', async () => {
		const { cache, memory } = open('llm');
		const { inner, calls } = model(...SEARCHING);
		const cached = cacheAnswers(inner, cache);
		expect(await ask(cached)).toBe('It costs 45 pounds.【1】');
		expect(await ask(cached)).toBe('It costs 45 pounds.【1】');
		expect(calls()).toBe(2);
		expect(memory.lifetimes).toEqual([86_400, 86_400]);
		expect([...memory.values.keys()].every((key) => /^llm:[0-9a-f]{64}$/.test(key))).toBe(true);
	});

	it.each<[string, Asked]>([
		['on passages that have changed', { passages: '50 pounds' }],
		['under other rules', { instructions: 'Other rules.' }],
		['to another question', { question: 'What does a viola cost?' }]
	])('%s are written anew', async (_name, change) => {
		const { cache } = open('llm');
		const { inner, calls } = model(...SEARCHING);
		const cached = cacheAnswers(inner, cache);
		await ask(cached);
		const before = calls();
		await ask(cached, change);
		expect(calls()).toBeGreaterThan(before);
	});

	it('that depend on somebody are neither kept nor given to anybody', async () => {
		const { cache, memory } = open('llm');
		const { inner } = model({ text: 'Yours costs 45 pounds.' });
		await ask(cacheAnswers(inner, cache), { isPersonal: true });
		expect(memory.values.size).toBe(0);
		expect(memory.get).not.toHaveBeenCalled();
	});

	it('are not kept once a tool has told something of a person', async () => {
		const { cache, memory } = open('llm');
		const { inner } = model({ call: '{}', toolName: 'get_ticket' }, { text: 'Your ticket 12 is open.' });
		expect(await ask(cacheAnswers(inner, cache))).toBe('Your ticket 12 is open.');
		expect([...memory.values.values()].join()).not.toContain('ticket');
	});

	it('that broke off are not kept', async () => {
		const { cache, memory } = open('llm');
		const { inner } = model({ broken: 'It costs' });
		await ask(cacheAnswers(inner, cache));
		expect(memory.values.size).toBe(0);
	});

	it('that were damaged are written anew', async () => {
		const { cache, memory } = open('llm');
		const { inner, calls } = model({ text: 'Forty-five.' });
		const cached = cacheAnswers(inner, cache);
		await ask(cached);
		for (const damaged of [
			'{',
			'{"text":1}',
			'{"text":"x","calls":[{"toolName":"create_ticket","input":"{}"}]}'
		]) {
			for (const key of memory.values.keys()) memory.values.set(key, damaged);
			expect(await ask(cached)).toBe('Forty-five.');
		}
		expect(calls()).toBe(4);
	});
});

describe('a cache', () => {
	it('that is away is a miss', async () => {
		const memory = storeInMemory();
		memory.get.mockRejectedValue(new Error('away'));
		expect(await open('llm', memory).cache.read('k')).toBeUndefined();
	});

	it('that does not answer in time is a miss', async () => {
		vi.useFakeTimers();
		const memory = storeInMemory();
		memory.get.mockReturnValue(new Promise(() => undefined));
		const reading = open('llm', memory).cache.read('k');
		await vi.advanceTimersByTimeAsync(60);
		expect(await reading).toBeUndefined();
		expect(vi.getTimerCount()).toBe(0);
		vi.useRealTimers();
	});

	it('counts whether it had what was looked for, and never says what that was', async () => {
		const { cache, lines, looked, memory } = open('llm');
		memory.values.set('llm:k', 'secret');
		await cache.read('k');
		await cache.read('other');
		expect(looked).toEqual(['hit', 'miss']);
		expect(lines.join()).not.toContain('secret');
	});
});
