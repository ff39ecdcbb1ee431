import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Bindings } from './bindings.ts';
import { systemClock } from './clock.ts';
import { createHealth } from './health.ts';
import { parseSettings } from './settings.ts';

const check = (changes: Partial<Bindings>, timeoutMs = 5000, hasVectors = async () => true) =>
	createHealth({
		bindings: { ...env, ...changes },
		clock: systemClock,
		settings: parseSettings({ ...env, ...changes }),
		hasVectors,
		timeoutMs
	}).check();

const storeThat = (answers: () => Promise<unknown>): unknown => new Proxy({}, { get: () => answers });

describe('the health of the stores', () => {
	it('is ok when each answers, with its latency', async () => {
		const report = await check({});
		expect(report.status).toBe('ok');
		expect(Object.keys(report.stores).sort()).toEqual(
			['cache', 'conversations', 'database', 'files', 'rateLimits', 'vectorIndex', 'passwords'].sort()
		);
		for (const store of Object.values(report.stores)) expect(store.latencyMs).toBeGreaterThanOrEqual(0);
	});

	it('is down without the database', async () => {
		const { prepare } = { prepare: () => ({ first: () => Promise.reject(new Error('no database')) }) };
		const report = await check({ DB: { prepare } as unknown as D1Database });
		expect(report.status).toBe('down');
		expect(report.stores.database).toMatchObject({ status: 'down', reason: 'no database' });
	});

	it('is degraded when something else fails', async () => {
		const report = await check({
			CACHE: storeThat(() => Promise.reject(new Error('no cache'))) as KVNamespace
		});
		expect(report.status).toBe('degraded');
		expect(report.stores.cache).toMatchObject({ status: 'down', reason: 'no cache' });
		expect(report.stores.database.status).toBe('ok');
	});

	it('does not wait for a store that never answers', async () => {
		const report = await check({ FILES: storeThat(() => new Promise(() => undefined)) as R2Bucket }, 50);
		expect(report.stores.files).toMatchObject({ status: 'down', reason: 'no answer in 50 ms' });
	});

	it('names the providers in force, and asks Vectorize where the vectors are there', async () => {
		const VECTORIZE = storeThat(() => Promise.reject(new Error('no index'))) as Vectorize;
		const report = await check({ VECTOR_PROVIDER: 'vectorize', VECTORIZE });
		expect(report.providers).toEqual({
			answers: 'embedded',
			embedding: 'embedded',
			reranking: 'embedded',
			vectors: 'vectorize'
		});
		expect(report.stores.vectorIndex).toMatchObject({ status: 'down', reason: 'no index' });
	});

	it('is degraded while searches do without vectors, and does not know without the table', async () => {
		expect(await check({})).toMatchObject({ status: 'ok', search: 'words-and-vectors' });
		expect(await check({}, 5000, async () => false)).toMatchObject({ status: 'degraded', search: 'words' });
		const failing = async () => Promise.reject(new Error('no database'));
		expect(await check({}, 5000, failing)).toMatchObject({ search: 'unknown' });
	});
});
