// Asks the object that holds a shard's buckets. One hop; when the object does not answer, the request goes on and a line says so:
// a limit protects the service and must not be what takes it down.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import type { Logger } from '../observability/index.ts';
import type { Bucket, LimitDecision } from './token-bucket.ts';

export interface LimitRequest {
	/** Which object: buckets of one shard are decided together. */
	shard: string;
	buckets: Bucket[];
}

export interface RateLimiter {
	/** undefined when the object could not be asked. */
	take(request: LimitRequest): Promise<LimitDecision | undefined>;
	/** Throws `rate-limited`, with the time to wait, when a bucket is empty. */
	require(request: LimitRequest): Promise<LimitDecision | undefined>;
}

/** The remote face of worker/rate-limit.object.ts. */
export interface RateLimitRemote {
	take(buckets: Bucket[]): Promise<LimitDecision>;
	ping(): Promise<'pong'>;
}

export interface RateLimiterOptions {
	namespace: DurableObjectNamespace;
	log: Logger;
	/** Longer than this is an object that does not answer. */
	timeoutMs?: number;
}

export function createRateLimiter({ namespace, log, timeoutMs = 1000 }: RateLimiterOptions): RateLimiter {
	const ask = async ({ shard, buckets }: LimitRequest) => {
		const object = namespace.get(namespace.idFromName(shard)) as unknown as RateLimitRemote;
		let timer: ReturnType<typeof setTimeout> | null = null;
		const tooLate = new Promise<never>((_, reject) => {
			timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
		});
		try {
			return await Promise.race([object.take(buckets), tooLate]);
		} catch (cause) {
			log.error('rate limit object unreachable, request let through', { cause });
			return undefined;
		} finally {
			clearTimeout(timer);
		}
	};
	return {
		take: ask,
		async require(request) {
			const decision = await ask(request);
			if (decision?.isAllowed === false) throw toRateLimited(decision);
			return decision;
		}
	};
}

export function toRateLimited(decision: LimitDecision): AppError {
	const seconds = Math.max(1, Math.ceil(decision.retryAfterMs / 1000));
	return new AppError(
		'rate-limited',
		seconds === 1 ? m.errors_rate_limited_one() : m.errors_rate_limited({ seconds }),
		{
			retryAfterSeconds: seconds
		}
	);
}
