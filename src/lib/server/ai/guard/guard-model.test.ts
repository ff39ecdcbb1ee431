// Every way a model is known to fail, played by a real server, seen through the AI SDK; and the times and the breaker around it.
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { streamText } from 'ai';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { createManualClock } from '../../platform/index.ts';
import { breakersInMemory } from '../../resilience/fixtures/breakers-in-memory.ts';
import {
	chunk,
	DONE,
	errorReply,
	startProtocolServer,
	type ProtocolServer,
	type Reply
} from '../openai-compatible/fixtures/protocol-server.ts';
import { createOpenAICompatibleModel } from '../openai-compatible/index.ts';
import { uncounted } from './fixtures/uncounted.ts';
import { guardModel } from './guard-model.ts';

let server: ProtocolServer;
beforeAll(async () => {
	server = await startProtocolServer();
});
afterAll(() => {
	server.close();
});

const FINE: Reply = { pieces: [chunk({ content: 'Hello' }), chunk({}, 'stop'), DONE] };
const TIMES = { connect: 10_000, firstPart: 20_000, betweenParts: 30_000, whole: 100_000 };

function guarded(
	inner: LanguageModelV4 = createOpenAICompatibleModel({ baseUrl: server.baseUrl, modelId: 'm' })
) {
	const clock = createManualClock();
	const waits: number[] = [];
	const breaker = breakersInMemory(clock).of('m', { failureThreshold: 3, recoveryTimeout: 30_000 });
	const model = guardModel(inner, {
		...{ breaker, times: TIMES, subject: 'The model that answers', meter: uncounted('answer', 'm') },
		patience: {
			...{ tries: 3, firstWaitMs: 200, longestWaitMs: 1_000, random: () => 1 },
			wait: async (ms) => void waits.push(ms)
		}
	});
	async function ask(signal?: AbortSignal) {
		const result = streamText({
			model,
			prompt: 'Hi',
			maxRetries: 0,
			onError: () => undefined,
			...(signal === undefined ? {} : { abortSignal: signal })
		});
		let text = '';
		let error: unknown;
		for await (const part of result.stream) {
			if (part.type === 'text-delta') text += part.text;
			if (part.type === 'error') error = part.error;
		}
		return { text, error };
	}
	return { ask, breaker, clock, waits };
}

const asked = () => server.received.length;

describe('a guarded model', () => {
	it('passes on what a model says', async () => {
		server.reply(FINE);
		expect(await guarded().ask()).toEqual({ text: 'Hello', error: undefined });
	});

	it.each<[string, Reply]>([
		['a fault', errorReply(500, 'oops')],
		['too many requests', errorReply(429, 'slow down')],
		['an error before the first word', { pieces: ['data: {"error":{"message":"overloaded"}}\n\n', DONE] }]
	])('is tried again after %s, after longer and longer', async (_name, reply) => {
		const { ask, waits } = guarded();
		server.reply(reply, reply, FINE);
		expect((await ask()).text).toBe('Hello');
		expect([asked(), waits]).toEqual([3, [200, 400]]);
	});

	it.each([
		['a wrong key', errorReply(401, 'no'), 'unavailable'],
		['too long a conversation', errorReply(400, 'maximum context length'), 'too-large'],
		[
			'more patience asked for than anybody has',
			errorReply(429, 'no', { 'retry-after': '7' }),
			'rate-limited'
		]
	] as const)('is not tried again after %s', async (_name, reply, code) => {
		const { ask, waits } = guarded();
		server.reply(reply, FINE);
		const { error } = await ask();
		expect(error).toMatchObject({ code });
		expect([asked(), waits]).toEqual([1, []]);
	});

	it('that is cut off in mid-answer fails with what it had said, once', async () => {
		server.reply({ pieces: [chunk({ content: 'Half' })], then: 'cut' });
		const { text, error } = await guarded().ask();
		expect([text, asked()]).toEqual(['Half', 1]);
		expect(error).toBeInstanceOf(AppError);
	});

	it('that keeps failing is left alone, then asked once, and asked again when it is back', async () => {
		const { ask, clock } = guarded();
		server.reply(errorReply(500, 'oops'));
		await ask();
		expect(asked()).toBe(3);
		expect((await ask()).error).toMatchObject({ code: 'unavailable', retryable: false });
		expect(asked()).toBe(3);
		clock.advance(30_000);
		await ask();
		expect(asked()).toBe(4);
		clock.advance(30_000);
		server.reply(FINE);
		await ask();
		expect((await ask()).text).toBe('Hello');
	});

	it('is not blamed for a conversation that is too long', async () => {
		const { ask, breaker } = guarded();
		server.reply(errorReply(413, 'too long'));
		for (let count = 0; count < 4; count++) await ask();
		expect(await breaker.admit()).toBe('pass');
	});
});

describe('a guarded model that says nothing more', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	const PREAMBLE: LanguageModelV4StreamPart[] = [{ type: 'stream-start', warnings: [] }];
	const HALF: LanguageModelV4StreamPart[] = [
		...PREAMBLE,
		{ type: 'text-start', id: '1' },
		{ type: 'text-delta', id: '1', delta: 'Half' }
	];

	/** Says that much, then nothing; null: it does not even begin to reply. */
	function silentAfter(parts: LanguageModelV4StreamPart[] | null) {
		let calls = 0;
		let cancelled = 0;
		const model: LanguageModelV4 = {
			...{ specificationVersion: 'v4', provider: 'test', modelId: 'm', supportedUrls: {} },
			doGenerate: () => new Promise(() => undefined),
			doStream() {
				calls++;
				if (parts === null) return new Promise(() => undefined);
				const stream = new ReadableStream<LanguageModelV4StreamPart>({
					start(controller) {
						for (const part of parts) controller.enqueue(part);
					},
					cancel: () => {
						cancelled++;
					}
				});
				return Promise.resolve({ stream });
			}
		};
		return { model, calls: () => calls, cancelled: () => cancelled };
	}

	it.each([
		['before it replies', null, 10_000, ''],
		['before its first word', PREAMBLE, 20_000, ''],
		['in mid-answer', HALF, 30_000, 'Half']
	])('%s is given up when its time is over, and asked once', async (_name, parts, ms, said) => {
		const { model, calls } = silentAfter(parts);
		const answer = guarded(model).ask();
		let isOver = false;
		void answer.then(() => {
			isOver = true;
		});
		await vi.advanceTimersByTimeAsync(ms - 1);
		expect(isOver).toBe(false);
		await vi.advanceTimersByTimeAsync(1);
		const { text, error } = await answer;
		expect([text, calls()]).toEqual([said, 1]);
		expect(error).toMatchObject({ code: 'unavailable' });
	});

	it('but a word now and then is given up when the time for the whole is over', async () => {
		const model: LanguageModelV4 = {
			...silentAfter(null).model,
			doStream: () =>
				Promise.resolve({
					stream: new ReadableStream<LanguageModelV4StreamPart>({
						start(controller) {
							for (const part of HALF) controller.enqueue(part);
						},
						async pull(controller) {
							await new Promise((resolve) => setTimeout(resolve, 10_000));
							controller.enqueue({ type: 'text-delta', id: '1', delta: '.' });
						}
					})
				})
		};
		const answer = guarded(model).ask();
		await vi.advanceTimersByTimeAsync(110_000);
		expect((await answer).error).toMatchObject({ code: 'unavailable' });
	});

	it('time after time is left alone', async () => {
		const { model, calls } = silentAfter(HALF);
		const { ask } = guarded(model);
		for (let count = 0; count < 5; count++) {
			const answer = ask();
			await vi.advanceTimersByTimeAsync(30_000);
			await answer;
		}
		expect(calls()).toBe(3);
	});

	it.each([
		['before its first word', PREAMBLE],
		['in mid-answer', HALF]
	])('%s is not blamed for what the person stopped, and is told', async (_name, parts) => {
		const { model, cancelled } = silentAfter(parts);
		const { ask, breaker } = guarded(model);
		for (let count = 0; count < 4; count++) {
			const stop = new AbortController();
			const answer = ask(stop.signal);
			await vi.advanceTimersByTimeAsync(5);
			stop.abort();
			await answer;
		}
		expect(await breaker.admit()).toBe('pass');
		expect(cancelled()).toBe(4);
		expect(vi.getTimerCount()).toBe(0);
	});
});
