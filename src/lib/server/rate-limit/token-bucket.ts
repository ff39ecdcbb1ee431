// Token buckets, pure: a bucket holds up to its capacity and refills evenly. A take is all or nothing over the buckets it names,
// so that a request refused by one does not drain another.

export interface Bucket {
	name: string;
	perMinute: number;
}

export interface BucketState {
	tokens: number;
	/** When `tokens` was right, in milliseconds since epoch. */
	at: number;
	perMinute: number;
}

export interface LimitDecision {
	isAllowed: boolean;
	/** The tightest bucket's size, and what is left in it. */
	limit: number;
	remaining: number;
	/** Milliseconds since epoch when that bucket is full again. */
	resetAt: number;
	/** 0 when allowed. */
	retryAfterMs: number;
}

const MINUTE_MS = 60_000;

export function takeTokens(states: Map<string, BucketState>, buckets: Bucket[], now: number): LimitDecision {
	const filled = buckets.map((bucket) => ({
		bucket,
		tokens: refilled(states.get(bucket.name), bucket, now)
	}));
	const isAllowed = filled.every(({ tokens }) => tokens >= 1);
	let tightest: LimitDecision | undefined;
	for (const { bucket, tokens } of filled) {
		const left = isAllowed ? tokens - 1 : tokens;
		states.set(bucket.name, { tokens: left, at: now, perMinute: bucket.perMinute });
		const decision = {
			isAllowed,
			limit: bucket.perMinute,
			remaining: Math.floor(left),
			resetAt: now + msToGain(bucket.perMinute - left, bucket.perMinute),
			retryAfterMs: isAllowed || left >= 1 ? 0 : msToGain(1 - left, bucket.perMinute)
		};
		if (tightest === undefined || isTighter(decision, tightest)) tightest = decision;
	}
	return tightest ?? { isAllowed: true, limit: 0, remaining: 0, resetAt: now, retryAfterMs: 0 };
}

/** True when the bucket is full: it need not be remembered. */
export function isFull(state: BucketState, now: number): boolean {
	return refilled(state, { name: '', perMinute: state.perMinute }, now) >= state.perMinute;
}

export function fullAt(state: BucketState): number {
	return state.at + msToGain(state.perMinute - state.tokens, state.perMinute);
}

function refilled(state: BucketState | undefined, bucket: Bucket, now: number): number {
	if (state === undefined) return bucket.perMinute;
	// A clock that went back must not take tokens away, nor a limit that was lowered leave more than its size.
	const gained = (Math.max(0, now - state.at) * bucket.perMinute) / MINUTE_MS;
	return Math.min(bucket.perMinute, state.tokens + gained);
}

function msToGain(tokens: number, perMinute: number): number {
	return Math.ceil((Math.max(0, tokens) * MINUTE_MS) / perMinute);
}

function isTighter(a: LimitDecision, b: LimitDecision): boolean {
	if (a.retryAfterMs !== b.retryAfterMs) return a.retryAfterMs > b.retryAfterMs;
	return a.remaining < b.remaining;
}
