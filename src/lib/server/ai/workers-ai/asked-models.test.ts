import { describe, expect, it, vi } from 'vitest';
import type { AppError } from '#lib/shared/errors.ts';
import { createManualClock } from '../../platform/index.ts';
import { breakersInMemory } from '../../resilience/fixtures/breakers-in-memory.ts';
import { uncounted } from '../guard/fixtures/uncounted.ts';
import { guardEmbedder, guardReranker } from '../guard/guard-asked.ts';
import { createWorkersAiEmbedder } from './embedder.ts';
import {
	createFakeAi,
	embeddingsOf,
	letterVector,
	rankingOf,
	type FakeAi,
	type Reply
} from './fixtures/fake-ai.ts';
import { createWorkersAiReranker } from './reranker.ts';

function fakeAi(...replies: Parameters<FakeAi['reply']>): FakeAi {
	const ai = createFakeAi();
	ai.reply(...replies);
	return ai;
}
/** Asked once, for as long as it takes a test to be sure. */
const guard = (subject: 'The embedding model' | 'The reranking model') => ({
	...{ subject, meter: uncounted('embed', 'm') },
	breaker: breakersInMemory(createManualClock()).of('m', { failureThreshold: 3, recoveryTimeout: 30_000 }),
	patience: { tries: 1, firstWaitMs: 0, longestWaitMs: 0, wait: async () => undefined, random: () => 1 }
});
const guardedEmbedder = (ai: FakeAi, ms = 20) =>
	guardEmbedder(createWorkersAiEmbedder({ binding: ai.binding }), {
		...guard('The embedding model'),
		times: { queryMs: ms, passagesMs: ms }
	});
const QUERY = { segue: { purpose: 'query' } };

describe('embeddings by Workers AI', () => {
	const embed = async (ai: FakeAi, values: string[], providerOptions?: typeof QUERY) =>
		guardedEmbedder(ai).doEmbed({
			values,
			...(providerOptions === undefined ? {} : { providerOptions })
		});

	it('are asked for a hundred at a time, pooled by the first token, each text at most as long as is read', async () => {
		const ai = fakeAi(({ inputs }) => embeddingsOf(inputs['text'] as string[]));
		await embed(ai, [...Array.from({ length: 150 }, (_value, at) => `t${at}`), 'x'.repeat(9_000)]);
		expect(ai.received.map(({ inputs }) => (inputs['text'] as string[]).length)).toEqual([100, 51]);
		expect(ai.received.every(({ inputs }) => inputs['pooling'] === 'cls')).toBe(true);
		expect((ai.received[1]?.inputs['text'] as string[]).at(-1)).toHaveLength(3_000);
	});

	it('put the instruction before a question, and nothing before a passage', async () => {
		const ai = fakeAi(({ inputs }) => embeddingsOf(inputs['text'] as string[]));
		await embed(ai, ['cello']);
		await embed(ai, ['cello'], QUERY);
		expect(ai.received.map(({ inputs }) => inputs['text'])).toEqual([
			['cello'],
			['Represent this sentence for searching relevant passages: cello']
		]);
	});

	const good: number[] = letterVector('cello');
	const withValue = (value: unknown): number[] => [value as number, ...good.slice(1)];
	const cases: [string, Reply, Partial<AppError>][] = [
		['no capacity', { throw: new Error('3040: Capacity') }, { code: 'rate-limited', retryable: true }],
		[
			'an unknown model',
			{ throw: new Error('5007: No such model') },
			{ code: 'unavailable', retryable: false }
		],
		['too long a request', { throw: new Error('3006: Request is too large') }, { code: 'too-large' }],
		['a fault', { throw: new Error('internal error') }, { code: 'unavailable', retryable: true }],
		['silence', { hang: true }, { code: 'unavailable', retryable: true }],
		['nothing', { value: {} }, { code: 'unavailable' }],
		['null', { value: null }, { code: 'unavailable' }],
		['a page of a proxy', { value: '<html>502 sk-secret</html>' }, { code: 'unavailable' }],
		[
			'an error where a reply should be',
			{ value: { success: false, errors: [{ code: 3040, message: 'sk-secret' }] } },
			{ code: 'rate-limited' }
		],
		['a queue’s receipt', { value: { request_id: 'x' } }, { code: 'unavailable' }],
		['too few', { value: { shape: [0, 768], data: [] } }, { code: 'unavailable' }],
		['too many', { value: { data: [good, good] } }, { code: 'unavailable' }],
		['another size', { value: { shape: [1, 384], data: [good.slice(384)] } }, { code: 'unavailable' }],
		['what is not a number', { value: { data: [withValue(Number.NaN)] } }, { code: 'unavailable' }],
		['what was not a number', { value: { data: [withValue(null)] } }, { code: 'unavailable' }],
		['the other pooling', { value: { data: [good], pooling: 'mean' } }, { code: 'unavailable' }]
	];
	it.each(cases)('that come as %s are refused', async (_name, reply, expected) => {
		const error: unknown = await embed(fakeAi(reply), ['cello']).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ name: 'AppError', ...expected });
		expect((error as AppError).message).not.toContain('sk-secret');
	});

	it('may come with fields nobody knows', async () => {
		const ai = fakeAi({ value: { shape: [1, 768], data: [good], pooling: 'cls', usage: { neurons: 1 } } });
		expect((await embed(ai, ['cello'])).embeddings).toEqual([good]);
	});

	it('are no longer waited for when the caller has gone', async () => {
		const ai = fakeAi({ hang: true });
		const stop = new AbortController();
		const asking = guardedEmbedder(ai, 60_000).doEmbed({
			values: ['x'],
			abortSignal: stop.signal
		});
		await vi.waitUntil(() => ai.received.length === 1);
		stop.abort(new Error('gone'));
		await expect(asking).rejects.toThrow('gone');
		expect(ai.lastSignal()?.aborted).toBe(true);
	});
});

describe('reranking by Workers AI', () => {
	const documents = {
		type: 'object' as const,
		values: [{ title: 'T', headings: 'H', text: 'a' }, { text: 'b' }]
	};
	const rank = (ai: FakeAi) =>
		guardReranker(createWorkersAiReranker({ binding: ai.binding }), {
			...guard('The reranking model'),
			timeoutMs: 20
		}).doRerank({ query: 'q', documents });

	it('is asked with texts, not with objects', async () => {
		const ai = fakeAi(rankingOf);
		await rank(ai);
		expect(ai.received[0]?.inputs).toMatchObject({
			query: 'q',
			contexts: [{ text: 'T\nH\na' }, { text: 'b' }]
		});
	});

	it('maps scores that are none between 0 and 1 by the sigmoid, and leaves those that are', async () => {
		const scored = async (...scores: number[]) => {
			const ai = fakeAi({ value: { response: scores.map((score, id) => ({ id, score })) } });
			return (await rank(ai)).ranking.map(({ index, relevanceScore }) => [index, relevanceScore]);
		};
		expect(await scored(-2, 3)).toEqual([
			[1, expect.closeTo(0.9526, 3)],
			[0, expect.closeTo(0.1192, 3)]
		]);
		expect(await scored(0.2, 0.9)).toEqual([
			[1, 0.9],
			[0, 0.2]
		]);
	});

	it.each([
		['nothing', {}],
		['a place that is none', { response: [{ id: 7, score: 0.5 }] }],
		[
			'one place twice',
			{
				response: [
					{ id: 0, score: 0.5 },
					{ id: 0, score: 0.4 }
				]
			}
		],
		['a score that is no number', { response: [{ id: 0, score: Number.NaN }] }],
		['no place', { response: [{ score: 0.5 }] }],
		['a page of a proxy', '<html>']
	])('refuses a reply of %s', async (_name, value) => {
		await expect(rank(fakeAi({ value }))).rejects.toMatchObject({ code: 'unavailable' });
	});
});
