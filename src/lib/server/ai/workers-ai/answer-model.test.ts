import { isStepCount, jsonSchema, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import type { AppError } from '#lib/shared/errors.ts';
import { translateModelError } from '../translate-error.ts';
import { createWorkersAiModel, WORKERS_AI_ANSWER_MODEL } from './answer-model.ts';
import {
	callInPieces,
	callsOf,
	createFakeAi,
	DONE,
	errorEvent,
	USAGE,
	wordsOf,
	type FakeAi,
	type Reply
} from './fixtures/fake-ai.ts';

/** One turn as the chat room runs it: its text, the queries its tool was asked, its error as ours. */
async function run(ai: FakeAi, options: { signal?: AbortSignal; maxRetries?: number } = {}) {
	const queries: string[] = [];
	const result = streamText({
		model: createWorkersAiModel(ai.binding, WORKERS_AI_ANSWER_MODEL),
		instructions: 'Answer from the passages.',
		prompt: 'Hi',
		maxRetries: options.maxRetries ?? 0,
		stopWhen: isStepCount(3),
		...(options.signal === undefined ? {} : { abortSignal: options.signal }),
		onError: () => undefined,
		tools: {
			search: tool({
				inputSchema: jsonSchema<{ query: string }>({
					type: 'object',
					properties: { query: { type: 'string' } }
				}),
				execute: ({ query }) => {
					queries.push(query);
					return Promise.resolve({ found: query });
				}
			})
		}
	});
	let text = '';
	let error: unknown;
	try {
		for await (const part of result.stream) {
			if (part.type === 'text-delta') text += part.text;
			if (part.type === 'error') error ??= part.error;
		}
	} catch (thrown) {
		error ??= thrown;
	}
	return { text, queries, error: error === undefined ? undefined : translateModelError(error), result };
}

function fakeAi(...replies: Reply[]): FakeAi {
	const ai = createFakeAi();
	ai.reply(...replies);
	return ai;
}

describe('Llama by Workers AI', () => {
	it('is asked by its name for a stream, with instructions, tools and room for a whole answer', async () => {
		const ai = fakeAi({ stream: wordsOf('Hello there.') });
		const { text, result } = await run(ai);
		expect(text).toBe('Hello there.');
		expect(ai.received).toMatchObject([
			{
				model: WORKERS_AI_ANSWER_MODEL,
				inputs: {
					stream: true,
					max_tokens: 1_024,
					messages: [{ role: 'system' }, { role: 'user' }],
					tools: [{ type: 'function', function: { name: 'search' } }]
				}
			}
		]);
		expect(await result.usage).toMatchObject({
			inputTokens: USAGE.prompt_tokens,
			outputTokens: USAGE.completion_tokens
		});
	});

	it('may cut its stream anywhere, also inside a letter', async () => {
		const bytes = new TextEncoder().encode(wordsOf('Tune to A ♭, schön 【1】.').join(''));
		const ai = createFakeAi();
		const binding = {
			run: () =>
				Promise.resolve(
					new ReadableStream({
						start(controller) {
							for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
							controller.close();
						}
					})
				)
		} as unknown as Ai;
		expect((await run({ ...ai, binding })).text).toBe('Tune to A ♭, schön 【1】.');
	});

	it('may call several tools in one event without numbering them', async () => {
		const calls = [
			{ name: 'search', arguments: { query: 'fees' } },
			{ name: 'search', arguments: { query: 'hours' } }
		];
		const ai = fakeAi({ stream: callsOf(...calls) }, { stream: wordsOf('Found.') });
		const { text, queries } = await run(ai);
		expect(queries).toEqual(['fees', 'hours']);
		expect(text).toBe('Found.');
		expect(JSON.stringify(ai.received[1]?.inputs['messages'])).toContain('hours');
	});

	it('may call a tool piece by piece', async () => {
		const ai = fakeAi(
			{ stream: callInPieces('search', ['{"que', 'ry":"fe', 'es"}']) },
			{ stream: wordsOf('Found.') }
		);
		expect((await run(ai)).queries).toEqual(['fees']);
	});

	it.each([
		['as JSON', '{"type": "function", "name": "search", "parameters": {"query": "fees"}}'],
		['behind its tag', '<|python_tag|>{"name": "search", "arguments": {"query": "fees"}}'],
		['as a list', '[{"name": "search", "parameters": {"query": "fees"}}]'],
		['as an element', '<function=search>{"query": "fees"}</function>']
	])('may write its call out %s', async (_name, written) => {
		const { text, queries, error } = await run(
			fakeAi({ stream: wordsOf(written) }, { stream: wordsOf('Found.') })
		);
		expect({ text, queries, error }).toEqual({ text: 'Found.', queries: ['fees'], error: undefined });
	});

	it.each([
		'{"name": "other_tool", "parameters": {}}',
		'{ is how a set begins in mathematics.',
		'<function=search> is how one writes it.',
		'[1] and [2] are intervals.'
	])('may write what only looks like a call: %s', async (written) => {
		const { text, queries } = await run(fakeAi({ stream: wordsOf(written) }));
		expect({ text, queries }).toEqual({ text: written, queries: [] });
	});

	it('may answer whole where a stream was asked for', async () => {
		const ai = fakeAi({ value: { response: 'Hello.', tool_calls: [], usage: USAGE } });
		expect((await run(ai)).text).toBe('Hello.');
	});

	it('may send fields and events nobody knows', async () => {
		const stream = [
			': a comment\n\n',
			'event: ping\ndata: {}\n\n',
			'data: {"response":"Hel","p":"abc","future":{"a":[1]}}\n\n',
			'data: not json\n\n',
			'data: {"response":"lo"}\n\n',
			DONE
		];
		expect(await run(fakeAi({ stream }))).toMatchObject({ text: 'Hello', error: undefined });
	});

	it('is asked again when it was out of capacity', async () => {
		const ai = fakeAi(
			{ throw: new Error('InferenceUpstreamError: 3040: Capacity temporarily exceeded, please try again.') },
			{ stream: wordsOf('Hello.') }
		);
		expect((await run(ai, { maxRetries: 1 })).text).toBe('Hello.');
	});
});

describe('its failures become ours', () => {
	const aiError = (text: string, fields: object = {}) => ({
		throw: Object.assign(new Error(text), fields)
	});
	const cases: [string, Reply, Partial<AppError>][] = [
		[
			'no capacity',
			aiError('AiError: 3040: No more data centers'),
			{ code: 'rate-limited', retryable: true }
		],
		[
			'no capacity, as a property',
			aiError('busy', { code: 3040 }),
			{ code: 'rate-limited', retryable: true }
		],
		[
			'the day’s allowance used up',
			aiError('AiError: 3036: You have used up your daily free allocation'),
			{ code: 'unavailable', retryable: false }
		],
		['an unknown model', aiError('AiError: 5007: No such model'), { code: 'unavailable', retryable: false }],
		[
			'a model not agreed to',
			aiError('AiError: 5016: User has not agreed'),
			{ code: 'unavailable', retryable: false }
		],
		['a bad request', aiError('AiError: 5004: Invalid data'), { code: 'unavailable', retryable: false }],
		[
			'a conversation that is too long',
			aiError('AiError: 5021: The estimated number of input and maximum output tokens (29343) exceeded'),
			{ code: 'too-large' }
		],
		['the same in other words', aiError('exceeded this model context window limit'), { code: 'too-large' }],
		['a timeout', aiError('AiError: 3007: Request timeout'), { code: 'unavailable', retryable: true }],
		[
			'a fault',
			aiError('InferenceUpstreamError: error code: 1031'),
			{ code: 'unavailable', retryable: true }
		],
		['a lost connection', aiError('Network connection lost.'), { code: 'unavailable', retryable: true }],
		['something that is no error', { throw: 'boom sk-secret' }, { code: 'unavailable', retryable: true }],
		[
			'an error inside the stream',
			{ stream: [errorEvent(3040, 'Capacity sk-secret')] },
			{ code: 'rate-limited', retryable: true }
		],
		[
			'an error after the first words',
			{ stream: [...wordsOf('Half an').slice(0, 2), errorEvent(5000, 'oops')] },
			{ code: 'unavailable', retryable: true }
		],
		[
			'a stream that ends without an end',
			{ stream: wordsOf('Half an answer').slice(0, 2) },
			{ code: 'unavailable', retryable: true }
		],
		[
			'a connection cut in the middle',
			{ stream: wordsOf('Half an answer').slice(0, 2), then: 'cut' },
			{ code: 'unavailable', retryable: true }
		],
		[
			'a page of a proxy',
			{ stream: ['<!DOCTYPE html><html><title>502 Bad gateway</title></html>'] },
			{ code: 'unavailable', retryable: true }
		],
		['a body without a byte', { stream: [] }, { code: 'unavailable', retryable: true }]
	];
	it.each(cases)('%s', async (_name, reply, expected) => {
		const { error } = await run(fakeAi(reply));
		expect(error).toMatchObject({ name: 'AppError', ...expected });
		expect(error?.message).not.toMatch(/sk-secret|oops|AiError|html/);
	});

	it('carries no prompt in what is logged as its cause', async () => {
		const { error } = await run(fakeAi({ throw: new Error('oops') }));
		expect(JSON.stringify(error?.cause)).not.toContain('Answer from the passages');
	});

	it('lets go of the stream when the turn is stopped', async () => {
		const ai = fakeAi({ stream: wordsOf('Half an answer').slice(0, 1), then: 'hang' });
		const stop = new AbortController();
		const running = run(ai, { signal: stop.signal });
		while (ai.lastSignal() === undefined) await Promise.resolve();
		stop.abort();
		expect((await running).error).toBeUndefined();
		expect(ai.lastSignal()?.aborted).toBe(true);
		expect(ai.isStreamCancelled()).toBe(true);
	});
});
