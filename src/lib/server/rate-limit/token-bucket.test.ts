import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullAt, isFull, takeTokens, type BucketState } from './token-bucket.ts';

const NOW = 1_800_000_000_000;
const take = (states: Map<string, BucketState>, perMinute: number, now: number) =>
	takeTokens(states, [{ name: 'a', perMinute }], now);

describe('a token bucket', () => {
	it('allows as many at once as it holds and says how long to wait for the next', () => {
		const states = new Map<string, BucketState>();
		const allowed = Array.from({ length: 10 }, () => take(states, 10, NOW));
		expect(allowed.every(({ isAllowed }) => isAllowed)).toBe(true);
		expect(allowed.map(({ remaining }) => remaining)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
		expect(take(states, 10, NOW)).toEqual({
			isAllowed: false,
			limit: 10,
			remaining: 0,
			resetAt: NOW + 60_000,
			retryAfterMs: 6000
		});
	});

	it('allows one exactly when the wait it named is over', () => {
		const states = new Map<string, BucketState>();
		for (let i = 0; i < 10; i++) take(states, 10, NOW);
		expect(take(states, 10, NOW + 5999).isAllowed).toBe(false);
		expect(take(states, 10, NOW + 6000).isAllowed).toBe(true);
	});

	it('does not push the end away when refused', () => {
		const states = new Map<string, BucketState>();
		for (let i = 0; i < 1000; i++) take(states, 10, NOW);
		expect(take(states, 10, NOW + 6000).isAllowed).toBe(true);
	});

	it('drains no bucket when another refuses', () => {
		const states = new Map<string, BucketState>();
		const both = [
			{ name: 'wide', perMinute: 100 },
			{ name: 'narrow', perMinute: 1 }
		];
		expect(takeTokens(states, both, NOW)).toMatchObject({ isAllowed: true, limit: 1, remaining: 0 });
		expect(takeTokens(states, both, NOW)).toMatchObject({ isAllowed: false, limit: 1 });
		expect(states.get('wide')?.tokens).toBe(99);
	});

	it('takes no tokens away when the clock goes back', () => {
		const states = new Map<string, BucketState>();
		take(states, 10, NOW);
		expect(take(states, 10, NOW - 3_600_000)).toMatchObject({ isAllowed: true, remaining: 8 });
	});

	it('follows a limit that was lowered at once', () => {
		const states = new Map<string, BucketState>();
		take(states, 1000, NOW);
		expect(take(states, 5, NOW)).toMatchObject({ limit: 5, remaining: 4 });
	});

	it('is full when it says it will be', () => {
		const states = new Map<string, BucketState>();
		for (let i = 0; i < 7; i++) take(states, 10, NOW);
		const state = states.get('a') as BucketState;
		expect(isFull(state, fullAt(state) - 1)).toBe(false);
		expect(isFull(state, fullAt(state))).toBe(true);
	});

	it('never allows more than its size and what flowed in meanwhile, whatever comes when', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 500 }),
				fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 300 }),
				(perMinute, gaps) => {
					const states = new Map<string, BucketState>();
					let now = NOW;
					let allowed = 0;
					for (const gap of gaps) {
						now += gap;
						if (take(states, perMinute, now).isAllowed) allowed += 1;
					}
					const most = perMinute + ((now - NOW) * perMinute) / 60_000;
					expect(allowed).toBeLessThanOrEqual(Math.floor(most + 1e-6));
				}
			)
		);
	});
});
