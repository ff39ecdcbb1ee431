import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { createManualClock } from '../platform/index.ts';
import { breakersInMemory, namespaceInMemory } from './fixtures/breakers-in-memory.ts';
import { tryAgain, type CircuitBreaker, type Patience } from './index.ts';

const SETTINGS = { failureThreshold: 3, recoveryTimeout: 30_000 };

function deployment() {
	const clock = createManualClock();
	const objects = namespaceInMemory(clock);
	const open = () => breakersInMemory(clock, objects).of('model', SETTINGS);
	return { clock, objects, open };
}

async function fail(breaker: CircuitBreaker, times: number) {
	for (let count = 0; count < times; count++) breaker.report(await breaker.admit(), 'failure');
	await Promise.resolve();
}

describe('a circuit breaker', () => {
	it('opens after failures in a row, and a success in between starts the count again', async () => {
		const breaker = deployment().open();
		await fail(breaker, 2);
		breaker.report(await breaker.admit(), 'success');
		await fail(breaker, 2);
		expect(await breaker.admit()).toBe('pass');
		await fail(breaker, 1);
		expect(await breaker.admit()).toBe('refused');
	});

	it('lets one ask when its time is over, and that answer decides', async () => {
		const { clock, open } = deployment();
		const [one, other] = [open(), open()];
		await fail(one, 3);
		clock.advance(30_000);
		expect([await one.admit(), await other.admit(), await one.admit()]).toEqual([
			'probe',
			'refused',
			'refused'
		]);
		one.report('probe', 'failure');
		clock.advance(29_999);
		expect(await other.admit()).toBe('refused');
		clock.advance(1);
		expect(await other.admit()).toBe('probe');
		other.report('probe', 'success');
		expect(await open().admit()).toBe('pass');
	});

	it('is one for the whole deployment: who comes new knows what others learned', async () => {
		const { open } = deployment();
		await fail(open(), 3);
		expect(await open().admit()).toBe('refused');
	});

	it('is probed by another when the first never says how it went', async () => {
		const { clock, open } = deployment();
		const breaker = open();
		await fail(breaker, 3);
		clock.advance(30_000);
		expect(await breaker.admit()).toBe('probe');
		clock.advance(30_000);
		expect(await breaker.admit()).toBe('probe');
	});

	it('is moved by no news from before it opened', async () => {
		const { open } = deployment();
		const breaker = open();
		const early = await breaker.admit();
		await fail(breaker, 3);
		breaker.report(early, 'success');
		expect(await breaker.admit()).toBe('refused');
	});

	it('costs no question while all is well', async () => {
		const { objects, open } = deployment();
		const breaker = open();
		for (let count = 0; count < 100; count++) breaker.report(await breaker.admit(), 'success');
		expect(objects.asked()).toBe(1);
	});

	describe('whose object is away', () => {
		beforeEach(() => void vi.useFakeTimers());
		afterEach(() => void vi.useRealTimers());

		it.each(['fails', 'hangs'] as const)('goes by what it has seen itself: %s', async (how) => {
			const { clock, objects, open } = deployment();
			objects.breakDown(how);
			const breaker = open();
			const admitted = async () => {
				const admission = breaker.admit();
				await vi.advanceTimersByTimeAsync(400);
				return admission;
			};
			for (let count = 0; count < 3; count++) breaker.report(await admitted(), 'failure');
			expect(await admitted()).toBe('refused');
			clock.advance(30_000);
			expect(await admitted()).toBe('probe');
			breaker.report('probe', 'success');
			expect(await admitted()).toBe('pass');
			await vi.advanceTimersByTimeAsync(400);
			expect(vi.getTimerCount()).toBe(0);
		});
	});
});

describe('trying again', () => {
	const waits: number[] = [];
	const patience: Patience = {
		...{ tries: 4, firstWaitMs: 100, longestWaitMs: 2_000, random: () => 1 },
		wait: async (ms) => void waits.push(ms)
	};
	beforeEach(() => void (waits.length = 0));
	const always = (error: Error) => () => Promise.reject(error);

	it('waits longer and longer, and gives the last error', async () => {
		await expect(tryAgain(always(new AppError('unavailable', 'Away.')), patience)).rejects.toThrow('Away.');
		expect(waits).toEqual([100, 200, 400]);
	});

	it('does so only for what may pass, is worth it and asks for no longer than one waits', async () => {
		for (const error of [
			new Error('a bug'),
			new AppError('invalid', 'No.'),
			new AppError('rate-limited', 'Later.', { retryAfterSeconds: 3 })
		])
			await expect(tryAgain(always(error), patience)).rejects.toBe(error);
		const slow = new AppError('unavailable', 'Slow.');
		await expect(tryAgain(always(slow), patience, () => false)).rejects.toBe(slow);
		expect(waits).toEqual([]);
	});
});
