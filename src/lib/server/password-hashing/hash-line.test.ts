import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { createHashLine } from './hash-line.ts';

const noPause = () => Promise.resolve();

/** Work that ends when it is told to, and says when it began. */
function held() {
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	let hasBegun = false;
	return {
		work: () => {
			hasBegun = true;
			return promise;
		},
		hasBegun: () => hasBegun,
		end: resolve,
		fail: reject
	};
}
/** Lets whatever can go on by itself go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the line for a hash', () => {
	it('takes one at a time, in the order they came', async () => {
		const line = createHashLine({ maxLength: 10, pause: noPause });
		const [first, second] = [held(), held()];
		const results = [line.run(first.work), line.run(second.work)];
		await settle();
		expect([first.hasBegun(), second.hasBegun()]).toEqual([true, false]);
		first.end('first');
		await settle();
		expect(second.hasBegun()).toBe(true);
		second.end('second');
		expect(await Promise.all(results)).toEqual(['first', 'second']);
	});

	it('goes on after work that failed, which only its own caller learns', async () => {
		const line = createHashLine({ maxLength: 10, pause: noPause });
		const broken = line.run(() => Promise.reject(new Error('broken')));
		const next = line.run(() => Promise.resolve('next'));
		await expect(broken).rejects.toThrow('broken');
		expect(await next).toBe('next');
	});

	it('pauses between two, so that an answer leaves before the next one’s turn', async () => {
		const pauses: (() => void)[] = [];
		const line = createHashLine({
			maxLength: 10,
			pause: () => new Promise((resolve) => pauses.push(resolve))
		});
		const second = held();
		const answered = line.run(() => Promise.resolve('first'));
		const waiting = line.run(second.work);
		expect(await answered).toBe('first');
		await settle();
		expect(second.hasBegun()).toBe(false);
		pauses[0]?.();
		second.end('second');
		expect(await waiting).toBe('second');
	});

	it('turns away whoever would wait too long, at once, and lets others in as it gets shorter', async () => {
		const line = createHashLine({ maxLength: 2, pause: noPause });
		const [first, second] = [held(), held()];
		const results = [line.run(first.work), line.run(second.work)];
		const refused = await line.run(() => Promise.resolve('third')).catch((thrown: unknown) => thrown);
		expect(refused).toBeInstanceOf(AppError);
		expect(refused).toMatchObject({ code: 'unavailable', retryable: true, retryAfterSeconds: 5 });
		first.end('');
		await settle();
		const fourth = line.run(() => Promise.resolve('fourth'));
		second.end('');
		expect(await fourth).toBe('fourth');
		await Promise.all(results);
	});
});
