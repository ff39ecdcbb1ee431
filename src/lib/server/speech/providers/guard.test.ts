import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { createManualClock } from '../../platform/index.ts';
import { breakersInMemory } from '../../resilience/fixtures/breakers-in-memory.ts';
import { TooSlow } from '../../resilience/index.ts';
import type { Speaker, SpeechStream, Transcriber } from '../ports.ts';
import { createSoundQueue } from '../sound-queue.ts';
import { guardSpeaker, guardTranscriber, OPEN_MS, SOUND_MS } from './guard.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const breaker = () => {
	const clock = createManualClock();
	return {
		clock,
		breaker: breakersInMemory(clock).of('speech', { failureThreshold: 1, recoveryTimeout: 30_000 })
	};
};
const never = new Promise<never>(() => undefined);
const asked = { language: 'en', signal: new AbortController().signal };

/** Says nothing by itself. */
function silentSpeaker() {
	const queue = createSoundQueue();
	const cancelled = vi.fn(queue.cut);
	const stream: SpeechStream = {
		sampleRate: 24_000,
		say: () => undefined,
		finish: () => undefined,
		cancel: cancelled,
		sound: queue.sound
	};
	const speaker: Speaker = { mode: 'aura-2', open: () => Promise.resolve(stream) };
	return {
		speaker,
		cancelled,
		sound: (piece: number) => queue.push({ piece, samples: new Int16Array(10) }),
		end: queue.end
	};
}

const drain = async ({ sound }: SpeechStream) => {
	let count = 0;
	for await (const _part of sound) count++;
	return count;
};

describe('a guarded speaker', () => {
	it('that makes no sound of what was said is broken off, and left alone after it', async () => {
		const { breaker: only } = breaker();
		const { speaker, cancelled } = silentSpeaker();
		const guarded = guardSpeaker(speaker, { breaker: only });
		const stream = await guarded.open(asked);
		const drained = expect(drain(stream)).rejects.toMatchObject({
			code: 'unavailable',
			cause: new TooSlow(`no sound in ${SOUND_MS} ms`)
		});
		await vi.advanceTimersByTimeAsync(600_000);
		stream.say('Hello.');
		await vi.advanceTimersByTimeAsync(SOUND_MS - 1);
		expect(cancelled).not.toHaveBeenCalled();
		stream.say('More.');
		await vi.advanceTimersByTimeAsync(1);
		await drained;
		expect(cancelled).toHaveBeenCalledOnce();
		await expect(guarded.open(asked)).rejects.toMatchObject({ retryable: false });
	});

	it('waits as long as the answer does between two pieces, and no longer for the end', async () => {
		const { breaker: only } = breaker();
		const { speaker, sound } = silentSpeaker();
		const stream = await guardSpeaker(speaker, { breaker: only }).open(asked);
		const drained = expect(drain(stream)).rejects.toMatchObject({ code: 'unavailable' });
		stream.say('One.');
		sound(0);
		await vi.advanceTimersByTimeAsync(60_000);
		stream.say(' — ');
		await vi.advanceTimersByTimeAsync(60_000);
		stream.say('Two.');
		sound(2);
		await vi.advanceTimersByTimeAsync(60_000);
		stream.finish();
		await vi.advanceTimersByTimeAsync(SOUND_MS);
		await drained;
	});

	it('that comes to its end leaves no clock running, and nothing against it', async () => {
		const { breaker: only } = breaker();
		const { speaker, sound, end } = silentSpeaker();
		const guarded = guardSpeaker(speaker, { breaker: only });
		const stream = await guarded.open(asked);
		stream.say('One.');
		stream.finish();
		sound(0);
		sound(0);
		end();
		expect(await drain(stream)).toBe(2);
		expect(vi.getTimerCount()).toBe(0);
		await guarded.open(asked);
	});

	it('that is interrupted before its first sound is not blamed for it', async () => {
		const { breaker: only } = breaker();
		const { speaker } = silentSpeaker();
		const guarded = guardSpeaker(speaker, { breaker: only });
		const stream = await guarded.open(asked);
		stream.say('One.');
		stream.cancel();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(await drain(stream)).toBe(0);
		await guarded.open(asked);
	});
});

describe('opening', () => {
	it('takes no longer than somebody waits, and what opens later is closed', async () => {
		const { breaker: only } = breaker();
		let given: AbortSignal | undefined;
		const slow: Transcriber = {
			mode: 'flux',
			detectsTurns: true,
			open({ signal }) {
				given = signal;
				return never;
			}
		};
		const guarded = guardTranscriber(slow, { breaker: only });
		const opened = expect(guarded.open({ ...asked, onEvent: () => undefined })).rejects.toMatchObject({
			code: 'unavailable',
			message: 'The service that listens took too long.'
		});
		await vi.advanceTimersByTimeAsync(OPEN_MS);
		await opened;
		expect(given?.aborted).toBe(true);
		await expect(guarded.open({ ...asked, onEvent: () => undefined })).rejects.toMatchObject({
			retryable: false
		});
	});

	it('that is given up says nothing of the provider', async () => {
		const { breaker: only } = breaker();
		const leaving = new AbortController();
		const guarded = guardSpeaker({ mode: 'aura-2', open: () => never }, { breaker: only });
		const opened = expect(guarded.open({ language: 'en', signal: leaving.signal })).rejects.toThrow('left');
		await vi.advanceTimersByTimeAsync(100);
		leaving.abort(new Error('left'));
		await opened;
		expect(await only.admit()).toBe('pass');
	});

	it('takes what is thrown for what it is', async () => {
		for (const [thrown, error] of [
			[new AppError('rate-limited', 'Busy.'), { code: 'rate-limited' }],
			[new Error('InferenceUpstreamError: 3040: Capacity temporarily exceeded'), { code: 'rate-limited' }],
			[Object.assign(new Error('no'), { code: 5018 }), { code: 'unavailable', retryable: false }],
			[new TypeError('fetch failed'), { code: 'unavailable', retryable: true }]
		] as const) {
			const broken: Speaker = { mode: 'aura-2', open: () => Promise.reject(thrown) };
			await expect(guardSpeaker(broken, { breaker: breaker().breaker }).open(asked)).rejects.toMatchObject(
				error
			);
		}
	});
});
