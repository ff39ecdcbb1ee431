import { describe, expect, it } from 'vitest';
import { SYSTEM, type Actor } from '#lib/shared/actor.ts';
import { createCallMeters, listModels } from '../ai/index.ts';
import { createManualClock, parseSettings, type Metric } from '../platform/index.ts';
import { breakersInMemory, namespaceInMemory } from '../resilience/fixtures/breakers-in-memory.ts';
import { createModelReports } from './index.ts';

const AGENT: Actor = { userId: 'agent-1', role: 'agent', via: 'session' };
const SERVERS = {
	...{ OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_MODEL: 'big', OPENAI_EMBEDDING_MODEL: 'bge-m3' },
	...{ RERANKING_URL: 'http://127.0.0.1:9/rerank', RERANKING_MODEL: 'ranker' }
};
const REMOTE = {
	...SERVERS,
	...{ ANSWER_PROVIDER: 'openai-compatible', ANSWER_FALLBACKS: 'workers-ai', SPOKEN_ANSWER_MODEL: 'quick' },
	...{ EMBEDDING_PROVIDER: 'openai-compatible', RERANKING_PROVIDER: 'rerank-api' },
	...{ EXTRACT_PROVIDER: 'openai-compatible', EXTRACT_MODEL: 'small', AI: {} }
};

function stage(environment: Record<string, unknown>) {
	const clock = createManualClock();
	const objects = namespaceInMemory(clock);
	const breakers = breakersInMemory(clock, objects);
	const counted = new Map<string, Metric>();
	const count = (name: string, labels: Metric['labels']) => {
		const key = JSON.stringify([name, labels]);
		counted.set(key, { name, labels, value: (counted.get(key)?.value ?? 0) + 1 });
	};
	const meters = createCallMeters({ count });
	const settings = parseSettings(environment);
	const cache = { read: () => Promise.resolve(undefined), keep: () => undefined };
	const AI = environment['AI'] as Ai | undefined;
	const models = () => listModels(settings, { AI, breakers, meters, cache });
	const since: number[] = [];
	const reports = createModelReports({
		...{ models, breakers, clock },
		metrics: { since: (at) => (since.push(at), Promise.resolve([...counted.values()])) }
	});
	return { clock, objects, breakers, count, meters, models, reports, since };
}

describe('a report of the models', () => {
	it('is for those who may see how the deployment does', async () => {
		await expect(stage({}).reports.read(AGENT)).rejects.toMatchObject({ code: 'forbidden' });
	});

	it('names every task, and nobody where nobody else is asked', async () => {
		const { tasks, caches } = await stage({}).reports.read(SYSTEM);
		expect(tasks).toEqual(['answer', 'embed', 'rerank', 'extract'].map((task) => ({ task, models: [] })));
		expect(caches.every(({ lookups }) => lookups === 0)).toBe(true);
	});

	it('names the models in the order in which they are asked', async () => {
		const { tasks } = await stage(REMOTE).reports.read(SYSTEM);
		expect(tasks.map(({ task, models }) => [task, ...models.map(({ model }) => model)])).toEqual([
			['answer', 'big', '@cf/meta/llama-3.3-70b-instruct-fp8-fast', 'quick'],
			['embed', 'bge-m3 at 127.0.0.1:9 v1'],
			['rerank', 'ranker'],
			['extract', 'small']
		]);
		expect(tasks[0]?.models[0]).toMatchObject({ breaker: 'closed', fallbacks: 0, firstWords: null });
	});

	it('counts what the guards count', async () => {
		const { count, meters, reports } = stage(REMOTE);
		const big = meters('answer', 'big');
		for (const ms of [80, 90, 300, 20_000]) big.heard(ms);
		for (const outcome of ['answered', 'answered', 'slow', 'away'] as const) big.ended(outcome);
		big.gaveUp();
		meters('extract', 'big').gaveUp();
		for (const outcome of ['hit', 'hit', 'miss']) count('cache.lookups.count', { cache: 'llm', outcome });
		const { tasks, caches } = await reports.read(SYSTEM);
		expect(tasks[0]?.models[0]).toMatchObject({
			tries: { answered: 2, slow: 1, away: 1, busy: 0, 'too-long': 0, failed: 0 },
			fallbacks: 1,
			firstWords: { half: { withinMs: 100 }, most: { overMs: 12_800 } }
		});
		expect(caches).toEqual([
			{ cache: 'embedding', lookups: 0, hits: 0 },
			{ cache: 'llm', lookups: 3, hits: 2 }
		]);
	});

	it('says how each breaker stands now, and changes nothing by looking', async () => {
		const { breakers, clock, models, objects, reports } = stage(REMOTE);
		const { name, settings } = models()[0]?.breaker ?? {
			name: '',
			settings: { failureThreshold: 1, recoveryTimeout: 1 }
		};
		const breaker = breakers.of(name, settings);
		for (let failure = 0; failure < 3; failure++) breaker.report(await breaker.admit(), 'failure');
		const first = async () => (await reports.read(SYSTEM)).tasks[0]?.models[0];
		expect(await first()).toMatchObject({ breaker: 'open', openUntil: clock.now() + 30_000 });
		clock.advance(30_000);
		expect(await first()).toMatchObject({ breaker: 'half-open', openUntil: null });
		expect(await breaker.admit()).toBe('probe');
		objects.breakDown('fails');
		expect(await first()).toMatchObject({ breaker: 'unknown' });
	});

	it('goes a day back, to the hour', async () => {
		const { clock, reports, since } = stage({});
		const report = await reports.read(SYSTEM);
		expect(since).toEqual([clock.now() - 86_400_000]);
		expect(report.since).toBeLessThanOrEqual(clock.now() - 86_400_000);
		expect(report.since % 3_600_000).toBe(0);
	});
});
