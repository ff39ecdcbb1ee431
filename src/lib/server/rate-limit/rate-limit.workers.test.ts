import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { createLogger } from '../observability/index.ts';
import { createRateLimiter } from './rate-limiter.ts';
import type { BucketState } from './token-bucket.ts';

const silent = createLogger({ write: () => undefined });
const limiter = createRateLimiter({ namespace: env.RATE_LIMITS, log: silent });
const request = (shard: string, perMinute: number) => ({ shard, buckets: [{ name: 'chat', perMinute }] });
const stubOf = (shard: string) => env.RATE_LIMITS.get(env.RATE_LIMITS.idFromName(shard));

describe('the rate limit object', () => {
	it('allows exactly the limit of many requests at once, whatever their order', async () => {
		const shard = crypto.randomUUID();
		const decisions = await Promise.all(Array.from({ length: 100 }, () => limiter.take(request(shard, 20))));
		expect(decisions.filter((decision) => decision?.isAllowed)).toHaveLength(20);
	});

	it('keeps shards apart', async () => {
		const [one, other] = [crypto.randomUUID(), crypto.randomUUID()];
		await limiter.take(request(one, 1));
		expect((await limiter.take(request(one, 1)))?.isAllowed).toBe(false);
		expect((await limiter.take(request(other, 1)))?.isAllowed).toBe(true);
	});

	it('names the seconds to wait when it refuses', async () => {
		const shard = crypto.randomUUID();
		await limiter.require(request(shard, 1));
		const refusal = await limiter.require(request(shard, 1)).catch((thrown: unknown) => thrown);
		expect(refusal).toBeInstanceOf(AppError);
		expect(refusal).toMatchObject({ code: 'rate-limited', retryable: true });
		expect((refusal as AppError).retryAfterSeconds).toBeGreaterThanOrEqual(59);
		expect((refusal as AppError).retryAfterSeconds).toBeLessThanOrEqual(60);
	});

	it('writes behind, and forgets everything when the buckets are full again', async () => {
		const shard = crypto.randomUUID();
		await limiter.take(request(shard, 2));
		const stub = stubOf(shard);
		const stored = () =>
			runInDurableObject(stub, (_, state) => state.storage.kv.get<Record<string, BucketState>>('buckets'));
		expect(await stored()).toBeUndefined();
		await vi.waitFor(async () => expect((await stored())?.['chat']?.tokens).toBeLessThan(2), {
			timeout: 5000
		});
		vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
		try {
			expect(await runDurableObjectAlarm(stub)).toBe(true);
		} finally {
			vi.useRealTimers();
		}
		expect(await stored()).toBeUndefined();
	});

	it('answers a ping', async () => {
		expect(await (stubOf('ping') as unknown as { ping(): Promise<string> }).ping()).toBe('pong');
	});
});

describe('an object that cannot be asked', () => {
	const lines: string[] = [];
	const log = createLogger({ write: (line) => void lines.push(line) });
	const namespaceOf = (take: () => Promise<never>) =>
		({ idFromName: () => 'id', get: () => ({ take }) }) as unknown as DurableObjectNamespace;

	it.each([
		['throws', () => Promise.reject(new Error('gone'))],
		['never answers', () => new Promise<never>(() => undefined)]
	])('lets the request through and logs when it %s', async (_, take) => {
		const broken = createRateLimiter({ namespace: namespaceOf(take), log, timeoutMs: 20 });
		lines.length = 0;
		expect(await broken.take(request('a', 1))).toBeUndefined();
		expect(await broken.require(request('a', 1))).toBeUndefined();
		expect(lines).toHaveLength(2);
		expect(lines[0]).toContain('rate limit object unreachable');
	});
});
