import { describe, expect, it } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { createProviderChain } from './provider-chain.ts';

const MODES = ['flux', 'nova-3', 'browser', 'typing'] as const;
function createChain(startAt?: (typeof MODES)[number]) {
	const clock = createManualClock();
	return { clock, chain: createProviderChain({ modes: MODES, clock, ...(startAt ? { startAt } : {}) }) };
}

describe('a chain of providers', () => {
	it('goes down step by step, and no further than its end', () => {
		const { chain } = createChain();
		const seen = MODES.map(() => {
			const mode = chain.mode();
			chain.failed(mode);
			return mode;
		});
		expect(seen).toEqual(MODES);
		expect(chain.mode()).toBe('typing');
		expect(chain.failed('typing')).toBe(false);
	});

	it('tries the best one again after a while, longer each time, and goes up when it works', () => {
		const { chain, clock } = createChain();
		chain.failed('flux');
		expect(chain.toRetry()).toBeUndefined();
		expect(chain.retryAt()).toBe(clock.now() + 30_000);
		clock.advance(30_000);
		expect(chain.toRetry()).toBe('flux');
		expect(chain.failed('flux')).toBe(false);
		clock.advance(59_999);
		expect(chain.toRetry()).toBeUndefined();
		clock.advance(1);
		expect(chain.works('flux')).toBe(true);
		expect([chain.mode(), chain.retryAt()]).toEqual(['flux', undefined]);
		chain.failed('flux');
		expect(chain.retryAt()).toBe(clock.now() + 30_000);
	});

	it('leaves alone for good what the page itself cannot do', () => {
		const { chain, clock } = createChain('browser');
		chain.failed('browser', { forGood: true });
		expect(chain.mode()).toBe('typing');
		clock.advance(3_600_000);
		expect(chain.toRetry()).toBe('flux');
		chain.works('nova-3');
		chain.failed('nova-3');
		expect(chain.mode()).toBe('typing');
	});

	it('remembers nothing of a failure further down', () => {
		const { chain } = createChain();
		expect(chain.failed('nova-3')).toBe(false);
		chain.failed('flux');
		expect(chain.mode()).toBe('browser');
	});

	it('begins where a lost process was, and tries what is above soon', () => {
		const { chain, clock } = createChain('nova-3');
		expect(chain.mode()).toBe('nova-3');
		expect(chain.toRetry()).toBeUndefined();
		clock.advance(30_000);
		expect(chain.toRetry()).toBe('flux');
	});
});
