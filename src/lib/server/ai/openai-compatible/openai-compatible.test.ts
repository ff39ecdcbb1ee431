import { isStepCount, jsonSchema, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '#lib/shared/errors.ts';
import {
	chunk,
	DONE,
	errorReply,
	startProtocolServer,
	type ProtocolServer
} from './fixtures/protocol-server.ts';
import { translateModelError } from '../translate-error.ts';
import { createOpenAICompatibleModel } from './index.ts';

let server: ProtocolServer;
beforeAll(async () => {
	server = await startProtocolServer();
});
afterAll(() => {
	server.close();
});

const modelAt = (baseUrl: string, apiKey?: string) =>
	createOpenAICompatibleModel({
		...{ baseUrl, modelId: 'some-model' },
		...(apiKey === undefined ? {} : { apiKey })
	});

/** Runs one turn and gives its text, or the first error, as the chat room sees it. */
async function run(baseUrl = server.baseUrl, apiKey?: string, signal?: AbortSignal) {
	const result = streamText({
		model: modelAt(baseUrl, apiKey),
		prompt: 'Hi',
		maxRetries: 0,
		stopWhen: isStepCount(3),
		...(signal === undefined ? {} : { abortSignal: signal }),
		onError: () => undefined,
		tools: {
			search: tool({
				inputSchema: jsonSchema<{ query: string }>({
					type: 'object',
					properties: { query: { type: 'string' } }
				}),
				execute: ({ query }) => Promise.resolve({ found: query })
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
		// Some failures come as a part, a broken connection is thrown.
		error ??= thrown;
	}
	return { text, error: error === undefined ? undefined : translateModelError(error) };
}

describe('a server that speaks the protocol', () => {
	it('is asked with the key, the model and a stream, at the path it names', async () => {
		server.reply({ pieces: [chunk({ role: 'assistant', content: 'Hello' }), chunk({}, 'stop'), DONE] });
		expect((await run(`${server.baseUrl}/`, 'key-1')).text).toBe('Hello');
		expect(server.received).toMatchObject([
			{
				path: '/v1/chat/completions',
				authorization: 'Bearer key-1',
				body: { model: 'some-model', stream: true, messages: [{ role: 'user' }], tools: [{}] }
			}
		]);
	});

	it('needs no key', async () => {
		server.reply({ pieces: [chunk({ content: 'Hi' }), chunk({}, 'stop'), DONE] });
		await run();
		expect(server.received[0]?.authorization).toBeUndefined();
	});

	it('may cut its stream anywhere', async () => {
		const whole = [chunk({ content: 'Hal' }), chunk({ content: 'lo ♭ Welt' }), chunk({}, 'stop'), DONE].join(
			''
		);
		server.reply({ pieces: whole.match(/[\s\S]{1,7}/gu) ?? [] });
		expect((await run()).text).toBe('Hallo ♭ Welt');
	});

	it('may call a tool piece by piece, and gets the result', async () => {
		const call = (fields: object) => chunk({ tool_calls: [{ index: 0, ...fields }] });
		server.reply(
			{
				pieces: [
					call({ id: 'c1', type: 'function', function: { name: 'search', arguments: '' } }),
					call({ function: { arguments: '{"query":' } }),
					call({ function: { arguments: '"fees"}' } }),
					chunk({}, 'tool_calls'),
					DONE
				]
			},
			{ pieces: [chunk({ content: 'Found.' }), chunk({}, 'stop'), DONE] }
		);
		expect((await run()).text).toBe('Found.');
		expect(JSON.stringify(server.received[1]?.body.messages)).toContain('fees');
	});
});

describe('its failures become ours', () => {
	const cases: [string, ReturnType<typeof errorReply>, Partial<AppError>][] = [
		['a wrong key', errorReply(401, 'bad key sk-secret'), { code: 'unavailable', retryable: false }],
		['a forbidden model', errorReply(403, 'no'), { code: 'unavailable', retryable: false }],
		['an unknown model', errorReply(404, 'no such model'), { code: 'unavailable', retryable: false }],
		[
			'too many requests',
			errorReply(429, 'slow down', { 'retry-after': '7' }),
			{ code: 'rate-limited', retryable: true, retryAfterSeconds: 7 }
		],
		['a conversation that is too long', errorReply(400, 'maximum context length'), { code: 'too-large' }],
		['a request it does not like', errorReply(422, 'no'), { code: 'unavailable', retryable: false }],
		['a fault', errorReply(500, 'oops'), { code: 'unavailable', retryable: true }],
		[
			'a page of a proxy',
			{ status: 502, headers: { 'content-type': 'text/html' }, pieces: ['<html>Bad gateway</html>'] },
			{ code: 'unavailable', retryable: true }
		],
		[
			'an error inside the stream',
			{ pieces: [`data: ${JSON.stringify({ error: { message: 'overloaded' } })}\n\n`, DONE] },
			{ code: 'unavailable', retryable: true }
		],
		['a stream that is not the protocol', { pieces: ['data: {"nonsense": \n\n'] }, { code: 'unavailable' }],
		[
			'a connection cut in the middle',
			{ pieces: [chunk({ content: 'Half' })], then: 'cut' as const },
			{ code: 'unavailable', retryable: true }
		]
	];
	it.each(cases)('%s', async (_name, reply, expected) => {
		server.reply(reply);
		const { error } = await run();
		expect(error).toMatchObject({ name: 'AppError', ...expected });
		expect(error?.message).not.toMatch(/sk-secret|oops|127\.0\.0\.1|html/);
	});

	it('nobody there', async () => {
		const { error } = await run('http://127.0.0.1:9/v1');
		expect(error).toMatchObject({ code: 'unavailable', retryable: true });
	});

	it('silence ends with the turn that is stopped', async () => {
		server.reply({ pieces: [chunk({ content: 'Half' })], then: 'hang' });
		const stop = new AbortController();
		const running = run(server.baseUrl, undefined, stop.signal);
		while (server.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		stop.abort();
		expect((await running).error).toBeUndefined();
	});

	it('a bug of ours is not taken for theirs', () => {
		expect(translateModelError(new RangeError('ours'))).toBeUndefined();
	});
});
