// The chain that settings make, against a server of the OpenAI protocol that was written by others: https://aimock.copilotkit.dev
import { LLMock } from '@copilotkit/aimock';
import { isStepCount, jsonSchema, streamText, tool } from 'ai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, parseSettings } from '../platform/index.ts';
import { breakersInMemory } from '../resilience/fixtures/breakers-in-memory.ts';
import { createAnswerModels, createSpokenAnswerModels } from './answer-models.ts';
import { createEmbeddedAnswerModel } from './embedded/answer-model/index.ts';
import { uncounted } from './guard/fixtures/uncounted.ts';

const QUESTION = 'What does hiring a cello cost?';
let server: LLMock;
beforeAll(async () => {
	server = new LLMock({ port: 0, logLevel: 'silent' });
	await server.start();
});
afterAll(() => server.stop());
beforeEach(() => {
	server.clearFixtures();
	server.clearRequests();
});

function models(environment: Record<string, string> = {}, create = createAnswerModels) {
	const settings = parseSettings({
		ANSWER_PROVIDER: 'openai-compatible',
		OPENAI_BASE_URL: `${server.url}/v1`,
		OPENAI_API_KEY: 'key-1',
		OPENAI_MODEL: 'gpt-5-nano',
		...environment
	});
	return create(settings, {
		...{ breakers: breakersInMemory(createManualClock()), meters: uncounted },
		cache: { read: () => Promise.resolve(undefined), keep: () => undefined }
	});
}

async function ask([{ model }] = models()) {
	const queries: string[] = [];
	const result = streamText({
		model,
		prompt: QUESTION,
		maxRetries: 0,
		onError: () => undefined,
		stopWhen: isStepCount(3),
		tools: {
			search: tool({
				inputSchema: jsonSchema<{ query: string }>({
					type: 'object',
					properties: { query: { type: 'string' } }
				}),
				execute: ({ query }) => {
					queries.push(query);
					return Promise.resolve({ found: '45 pounds a term' });
				}
			})
		}
	});
	let text = '';
	let error: unknown;
	for await (const part of result.stream) {
		if (part.type === 'text-delta') text += part.text;
		if (part.type === 'error') error ??= part.error;
	}
	return { text, error, queries };
}

const requests = () => server.getRequests().length;

describe('a server of the OpenAI protocol', () => {
	it('answers in pieces', async () => {
		server.onMessage(QUESTION, { content: 'Forty-five pounds a term, strings included.' }, { chunkSize: 3 });
		expect(await ask()).toEqual({
			text: 'Forty-five pounds a term, strings included.',
			error: undefined,
			queries: []
		});
	});

	it('calls a tool in pieces, and answers from its result', async () => {
		server.on(
			{ userMessage: QUESTION, hasToolResult: false },
			{ toolCalls: [{ name: 'search', arguments: '{"query":"cello hire"}' }] },
			{ chunkSize: 2 }
		);
		server.on({ hasToolResult: true, toolResultContains: '45 pounds' }, { content: 'It costs 45 pounds.' });
		expect(await ask()).toEqual({ text: 'It costs 45 pounds.', error: undefined, queries: ['cello hire'] });
	});

	it('that sends a tool half an input is told so, and goes on', async () => {
		server.on(
			{ userMessage: QUESTION, hasToolResult: false },
			{ toolCalls: [{ name: 'search', arguments: '{"query":"cel' }] }
		);
		server.on({ hasToolResult: true }, { content: 'Sorry.' });
		const { text, queries } = await ask();
		expect([text, queries]).toEqual(['Sorry.', []]);
	});

	it.each([
		['a key it does not know', 401, 'unavailable', false],
		['a model it does not know', 404, 'unavailable', false],
		['a request it does not like', 422, 'unavailable', false]
	])('that refuses %s is asked once', async (_name, status, code, retryable) => {
		server.onMessage(QUESTION, { error: { message: 'no sk-secret' }, status });
		const { error } = await ask();
		expect(error).toMatchObject({ name: 'AppError', code, retryable });
		expect((error as Error).message).not.toContain('sk-secret');
		expect(requests()).toBe(1);
	});

	it.each([429, 500, 503])('that fails with %i is asked three times', async (status) => {
		server.onMessage(QUESTION, { error: { message: 'not now' }, status, retryAfter: 0 });
		expect((await ask()).error).toMatchObject({ code: status === 429 ? 'rate-limited' : 'unavailable' });
		expect(requests()).toBe(3);
	});

	it('that asks for more patience than anybody has is asked once', async () => {
		server.onMessage(QUESTION, { error: { message: 'not now' }, status: 429, retryAfter: 60 });
		expect((await ask()).error).toMatchObject({ code: 'rate-limited', retryAfterSeconds: 60 });
		expect(requests()).toBe(1);
	});

	it('that hangs up in mid-answer has failed, whatever it had said', async () => {
		server.onMessage(
			QUESTION,
			{ content: 'Forty-five pounds a term, strings included.' },
			{ chunkSize: 5, truncateAfterChunks: 3 }
		);
		const { text, error } = await ask();
		expect('Forty-five pounds a term, strings included.'.startsWith(text)).toBe(true);
		expect(error).toMatchObject({ name: 'AppError', code: 'unavailable' });
	});

	it('that speaks no JSON has failed', async () => {
		server.onMessage(QUESTION, { content: 'Never.' }, { chaos: { malformedRate: 1 } });
		expect((await ask()).error).toMatchObject({ name: 'AppError', code: 'unavailable' });
	});
});

describe('the chain', () => {
	const last = createEmbeddedAnswerModel().modelId;
	const labels = (environment: Record<string, string>) => models(environment).map(({ label }) => label);

	it('ends with the embedded model, and has nothing behind it', () => {
		expect(labels({})).toEqual(['gpt-5-nano', last]);
		expect(labels({ ANSWER_PROVIDER: 'embedded' })).toEqual([last]);
		expect(labels({ ANSWER_PROVIDER: 'embedded', ANSWER_FALLBACKS: 'openai-compatible' })).toEqual([last]);
	});

	it('has each model once, in the order of the settings', () => {
		const fallback = {
			OPENAI_FALLBACK_BASE_URL: `${server.url}/v1`,
			OPENAI_FALLBACK_MODEL: 'llama',
			ANSWER_FALLBACKS: 'openai-compatible-fallback, openai-compatible'
		};
		expect(labels(fallback)).toEqual(['gpt-5-nano', 'llama', last]);
	});

	it('names what a fallback needs and does not have', () => {
		expect(() => models({ ANSWER_FALLBACKS: 'openai-compatible-fallback' })).toThrow('OPENAI_FALLBACK_MODEL');
		expect(() => models({ ANSWER_FALLBACKS: 'workers-ai' })).toThrow('[ai]');
		expect(() => models({ ANSWER_FALLBACKS: 'somebody' })).toThrow('ANSWER_FALLBACKS');
	});

	it('of what is said in a call begins with the model that is named for it, and is the usual one without', () => {
		const spoken = (environment: Record<string, string>) =>
			models(environment, createSpokenAnswerModels).map(({ label }) => label);
		expect(spoken({})).toEqual(['gpt-5-nano', last]);
		expect(spoken({ SPOKEN_ANSWER_MODEL: 'quick' })).toEqual(['quick', 'gpt-5-nano', last]);
		expect(spoken({ SPOKEN_ANSWER_PROVIDER: 'openai-compatible' })).toEqual(['gpt-5-nano', last]);
		expect(spoken({ SPOKEN_ANSWER_PROVIDER: 'embedded' })).toEqual([last]);
		expect(spoken({ ANSWER_PROVIDER: 'embedded', SPOKEN_ANSWER_PROVIDER: 'openai-compatible' })).toEqual([
			'gpt-5-nano',
			last
		]);
		expect(() => spoken({ ANSWER_PROVIDER: 'embedded', SPOKEN_ANSWER_MODEL: 'quick' })).toThrow(
			'SPOKEN_ANSWER_PROVIDER'
		);
		expect(() => spoken({ SPOKEN_ANSWER_PROVIDER: 'workers-ai' })).toThrow('[ai]');
	});
});
