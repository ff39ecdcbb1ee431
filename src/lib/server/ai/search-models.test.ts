// Embedder and reranker as settings make them, against servers that were written by others (https://aimock.copilotkit.dev) and against one
// that does as a test says: what fails, what hangs, what answers something else.
import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppError } from '#lib/shared/errors.ts';
import { createManualClock, parseSettings } from '../platform/index.ts';
import { breakersInMemory } from '../resilience/fixtures/breakers-in-memory.ts';
import { createEmbedder } from './embedders.ts';
import { uncounted } from './guard/fixtures/uncounted.ts';
import {
	errorReply,
	jsonReply,
	startProtocolServer,
	type ProtocolServer,
	type Reply
} from './openai-compatible/fixtures/protocol-server.ts';
import { createReranker } from './rerankers.ts';

let others: LLMock;
let server: ProtocolServer;
beforeAll(async () => {
	others = new LLMock({ port: 0, logLevel: 'silent' });
	[server] = await Promise.all([startProtocolServer(), others.start()]);
});
afterAll(async () => {
	server.close();
	await others.stop();
});

function stage(environment: Record<string, string>) {
	const clock = createManualClock();
	const settings = parseSettings(environment);
	const kept = new Map<string, string>();
	const fallbacks: string[] = [];
	const dependencies = {
		...{ breakers: breakersInMemory(clock), meters: uncounted },
		cache: {
			read: (key: string) => Promise.resolve(kept.get(key)),
			keep: (key: string, value: string) => void kept.set(key, value)
		},
		onFallback: (label: string, { code }: AppError) => void fallbacks.push(`${label} ${code}`)
	};
	function embedder(dimensions?: number) {
		const made = createEmbedder(settings.EMBEDDING_PROVIDER, settings, dependencies, dimensions);
		if (made === undefined) throw new Error('there is no such embedder');
		return made;
	}
	const embed = async (values: string[], dimensions?: number) =>
		(await embedder(dimensions).model.doEmbed({ values })).embeddings;
	const rank = async (values: string[]) => {
		const reranker = createReranker(settings, dependencies);
		const documents = { type: 'text' as const, values };
		return (await reranker.doRerank({ query: 'half cadence', documents })).ranking;
	};
	return { clock, embedder, embed, rank, fallbacks };
}
const embedding = (baseUrl = server.baseUrl, more: Record<string, string> = {}) =>
	stage({
		EMBEDDING_PROVIDER: 'openai-compatible',
		...{ OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: 'key-1', OPENAI_EMBEDDING_MODEL: 'bge-m3' },
		...more
	});
const ranking = (url = `${server.baseUrl}/rerank`, more: Record<string, string> = {}) =>
	stage({
		RERANKING_PROVIDER: 'rerank-api',
		...{ RERANKING_URL: url, RERANKING_MODEL: 'bge-reranker', RERANKING_API_KEY: 'key-2' },
		...more
	});
const vectors = (...embeddings: number[][]): Reply =>
	jsonReply({ data: embeddings.map((one) => ({ embedding: one })), usage: { prompt_tokens: 1 } });

describe('an embedder at a server of the OpenAI protocol', () => {
	it('takes what a server that others wrote gives', async () => {
		others.onEmbedding('a cello', { embedding: [0.1, 0.2, 0.3] });
		const { embed, embedder } = embedding(`${others.url}/v1`);
		expect(await embed(['a cello'])).toEqual([[0.1, 0.2, 0.3]]);
		expect(embedder().dimensions).toBeUndefined();
		expect(embedder().model.modelId).toBe(`bge-m3 at ${new URL(others.url).host} v1`);
	});

	it('is asked with the key and the size that settings name', async () => {
		server.reply(vectors([1, 0, ...new Array<number>(14).fill(0)]));
		await embedding(undefined, { OPENAI_EMBEDDING_DIMENSIONS: '16' }).embed(['a']);
		expect(server.received).toMatchObject([
			{ path: '/v1/embeddings', authorization: 'Bearer key-1', body: { model: 'bge-m3', dimensions: 16 } }
		]);
	});

	it('at a server of its own is asked without the other one’s key', async () => {
		server.reply(vectors([1]));
		await embedding('http://127.0.0.1:9/v1', { OPENAI_EMBEDDING_BASE_URL: server.baseUrl }).embed(['a']);
		expect(server.received).toMatchObject([{ authorization: undefined }]);
	});

	it.each<[string, Reply]>([
		['too few', vectors([1, 0])],
		['none', jsonReply({ data: [] })],
		['vectors of two sizes', vectors([1, 0], [1, 0, 0])],
		['empty ones', vectors([], [])],
		['a page of a proxy', { pieces: ['<html>sk-secret'] }],
		['what are not numbers', jsonReply({ data: [{ embedding: [null, 1] }, { embedding: [1, 1] }] })]
	])('refuses %s', async (_name, reply) => {
		server.reply(reply);
		const error: unknown = await embedding()
			.embed(['a', 'b'])
			.catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ name: 'AppError', code: 'unavailable' });
		expect((error as Error).message).toMatch(/^The embedding model/);
	});

	it('refuses vectors of another size than the index has, and says what that means', async () => {
		server.reply(vectors([1, 0, 0]));
		await expect(embedding().embed(['a'], 2)).rejects.toThrow(/vectors of 3 numbers where it gave 2 before/);
		expect(server.received).toHaveLength(1);
	});

	it('has another memory of questions for another size', async () => {
		server.reply(vectors([1, 0, 0]), vectors([1, 0]));
		const { embed } = embedding();
		expect(await embed(['a'])).toEqual([[1, 0, 0]]);
		expect(await embed(['a'], 2)).toEqual([[1, 0]]);
		expect(await embed(['a'], 2)).toEqual([[1, 0]]);
		expect(server.received).toHaveLength(2);
	});

	it('is tried again after what may pass, and left alone when it keeps failing', async () => {
		server.reply(errorReply(503, 'not now'), errorReply(503, 'not now'), vectors([1, 0]));
		const { clock, embed } = embedding();
		expect(await embed(['a'])).toEqual([[1, 0]]);
		server.reply(errorReply(503, 'not now'));
		await expect(embed(['b'])).rejects.toMatchObject({ code: 'unavailable' });
		await expect(embed(['b'])).rejects.toThrow('is away just now');
		expect(server.received).toHaveLength(3);
		clock.advance(30_000);
		server.reply(vectors([1, 0]));
		expect(await embed(['b'])).toEqual([[1, 0]]);
	});

	it('is not blamed for a text that is too long', async () => {
		server.reply(errorReply(413, 'too long'));
		const { embed } = embedding();
		for (let count = 0; count < 4; count++)
			await expect(embed(['a'])).rejects.toMatchObject({ code: 'too-large' });
		expect(server.received).toHaveLength(4);
	});

	it('that answers without end is not read to it', async () => {
		const much = `{"data":[{"embedding":[${'1,'.repeat(500_000)}`;
		server.reply({
			headers: { 'content-type': 'application/json' },
			pieces: Array.from({ length: 40 }, () => much),
			then: 'hang'
		});
		await expect(embedding().embed(['a'])).rejects.toMatchObject({ code: 'unavailable' });
	});
});

describe('a reranker of the interface that Cohere began', () => {
	it('is one that others wrote', async () => {
		others.onRerank('half cadence', [
			{ index: 1, relevance_score: 0.9 },
			{ index: 0, relevance_score: 0.1 }
		]);
		const { fallbacks, rank } = ranking(`${others.url}/v2/rerank`);
		expect(await rank(['hours', 'a half cadence'])).toEqual([
			{ index: 1, relevanceScore: 0.9 },
			{ index: 0, relevanceScore: 0.1 }
		]);
		expect(fallbacks).toEqual([]);
	});

	it('is asked with its key, and its own scores become relevance', async () => {
		server.reply(
			jsonReply({
				results: [
					{ index: 0, relevance_score: -2 },
					{ index: 1, relevance_score: 3 }
				]
			})
		);
		expect(await ranking().rank(['hours', 'a half cadence'])).toEqual([
			{ index: 1, relevanceScore: expect.closeTo(0.9526, 3) as number },
			{ index: 0, relevanceScore: expect.closeTo(0.1192, 3) as number }
		]);
		expect(server.received).toMatchObject([
			{
				path: '/v1/rerank',
				authorization: 'Bearer key-2',
				body: { model: 'bge-reranker', query: 'half cadence', documents: ['hours', 'a half cadence'] }
			}
		]);
	});

	it.each<[string, Reply, string]>([
		['fails', errorReply(500, 'oops'), 'unavailable'],
		['is busy for long', errorReply(429, 'later', { 'retry-after': '60' }), 'rate-limited'],
		['names a place that is none', jsonReply({ results: [{ index: 7, relevance_score: 1 }] }), 'unavailable'],
		['names none', jsonReply({ results: [] }), 'unavailable'],
		['speaks no JSON', { pieces: ['<html>'] }, 'unavailable'],
		['hangs up', { pieces: ['{"results":'], then: 'cut' }, 'unavailable']
	])('that %s leaves the order to the embedded one', async (_name, reply, code) => {
		server.reply(reply);
		const { fallbacks, rank } = ranking();
		expect((await rank(['opening hours', 'a half cadence']))[0]?.index).toBe(1);
		expect(fallbacks).toEqual([`bge-reranker ${code}`]);
	});

	it('that keeps failing is left alone', async () => {
		server.reply(errorReply(401, 'no'));
		const { rank } = ranking();
		for (let count = 0; count < 5; count++) await rank(['a half cadence']);
		expect(server.received).toHaveLength(3);
	});

	describe('and never answers', () => {
		beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
		afterEach(() => void vi.useRealTimers());

		it('is waited for as long as settings say, three times, and then no more', async () => {
			server.reply({ pieces: [], then: 'hang' });
			const { rank } = ranking(undefined, { SEARCH_MODEL_SECONDS: '2' });
			for (let count = 0; count < 3; count++) {
				const order = rank(['opening hours', 'a half cadence']);
				await vi.advanceTimersByTimeAsync(2_000);
				expect((await order)[0]?.index).toBe(1);
			}
			expect((await rank(['opening hours', 'a half cadence']))[0]?.index).toBe(1);
			expect(vi.getTimerCount()).toBe(0);
		});
	});
});

describe('settings of models that search', () => {
	it('name what they need', () => {
		expect(() => parseSettings({ EMBEDDING_FALLBACKS: 'openai-compatible' })).toThrow(
			/OPENAI_EMBEDDING_MODEL.*OPENAI_EMBEDDING_BASE_URL/
		);
		expect(() => parseSettings({ RERANKING_FALLBACKS: 'rerank-api' })).toThrow(
			/RERANKING_URL.*RERANKING_MODEL/
		);
		expect(() => parseSettings({ EMBEDDING_FALLBACKS: 'workers-ai' })).toThrow('[ai]');
		expect(() => parseSettings({ EXTRACT_MODEL: 'small' })).toThrow('EXTRACT_PROVIDER');
	});
});
