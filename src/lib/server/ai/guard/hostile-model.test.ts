// Models that lose themselves, or mean harm, played by a real server and seen through the AI SDK: whatever they send, what comes out is
// bounded, and nothing of it breaks whoever reads it.
import { isStepCount, jsonSchema, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import type { CallMeter } from './call-meter.ts';
import { guardModel } from './guard-model.ts';

let server: ProtocolServer;
beforeAll(async () => {
	server = await startProtocolServer();
});
afterAll(() => {
	server.close();
});

const END = [chunk({}, 'stop'), DONE];
const BROKEN = { name: 'AppError', code: 'unavailable' };
const many = (count: number, piece: string): string[] => Array.from({ length: count }, () => piece);

async function ask(reply: Reply) {
	server.reply(reply);
	const outcomes: string[] = [];
	const meter: CallMeter = {
		ended: (outcome) => void outcomes.push(outcome),
		heard: () => void outcomes.push('heard'),
		gaveUp: () => void outcomes.push('gave up')
	};
	const searched: unknown[] = [];
	const result = streamText({
		model: guardModel(createOpenAICompatibleModel({ baseUrl: server.baseUrl, modelId: 'm' }), {
			...{ subject: 'The model that answers', meter },
			breaker: breakersInMemory(createManualClock()).of('m', { failureThreshold: 9, recoveryTimeout: 1_000 }),
			times: { connect: 10_000, firstPart: 10_000, betweenParts: 10_000, whole: 60_000 },
			patience: { tries: 1, firstWaitMs: 0, longestWaitMs: 0, wait: async () => undefined, random: () => 1 }
		}),
		prompt: 'Hi',
		maxRetries: 0,
		stopWhen: isStepCount(1),
		onError: () => undefined,
		tools: {
			search: tool({
				inputSchema: jsonSchema<{ query: string }>({ type: 'object' }),
				execute: (input) => {
					searched.push(input);
					return Promise.resolve('found');
				}
			})
		}
	});
	let text = '';
	let error: unknown;
	let finishReason: string | undefined;
	for await (const part of result.stream) {
		if (part.type === 'text-delta') text += part.text;
		if (part.type === 'error') error ??= part.error;
		if (part.type === 'finish') finishReason = part.finishReason;
	}
	return { text, error, finishReason, outcomes, searched };
}

const toolCalls = (count: number) =>
	Array.from({ length: count }, (_value, index) =>
		chunk({
			tool_calls: [
				{ index, id: `c${index}`, type: 'function', function: { name: 'search', arguments: '{}' } }
			]
		})
	);

describe('a model that answers', () => {
	it('with a megabyte is cut, says so, and is blamed for it', async () => {
		const { text, error, finishReason, outcomes } = await ask({
			pieces: [...many(64, chunk({ content: 'Words. '.repeat(2_340) })), ...END]
		});
		expect(text.length).toBeLessThanOrEqual(24_000);
		expect([error, finishReason]).toEqual([undefined, 'length']);
		expect(outcomes).toEqual(['heard', 'gave up', 'failed']);
	});

	it('with a megabyte at once says nothing of it', async () => {
		const { text, finishReason } = await ask({
			pieces: [...many(3, chunk({ content: 'x'.repeat(400_000) })), ...END]
		});
		expect([text, finishReason]).toEqual(['', 'length']);
	});

	it('with an event of five megabytes has broken off', async () => {
		const { text, error } = await ask({
			pieces: [
				chunk({ content: 'Half. ' }),
				'data: {"choices":[{"delta":{"content":"',
				...many(80, 'x'.repeat(65_536))
			]
		});
		expect(text).toBe('Half. ');
		expect(error).toMatchObject(BROKEN);
	});

	it('with a line of comments that never ends has failed', async () => {
		expect((await ask({ pieces: [': ', ...many(40, 'x'.repeat(65_536))] })).error).toMatchObject(BROKEN);
	});

	it('with comments alone, and then with nothing, has failed', async () => {
		expect((await ask({ pieces: many(5_000, ': still here\n\n') })).error).toMatchObject(BROKEN);
	});

	it('with blanks has said nothing, and after its words is ended', async () => {
		const silent = await ask({ pieces: [...many(2_000, chunk({ content: ' \n\t ' })), ...END] });
		expect([silent.text, silent.outcomes]).toEqual(['', ['gave up', 'failed'].reverse()]);
		expect(silent.error).toMatchObject(BROKEN);
		const { text, error } = await ask({
			pieces: [chunk({ content: 'Half.' }), ...many(2_000, chunk({ content: ' \n\t ' })), ...END]
		});
		expect(text.trim()).toBe('Half.');
		expect(text.length).toBeLessThan(2_100);
		expect(error).toMatchObject(BROKEN);
	});

	it('with thoughts without end has broken off', async () => {
		const { text, error } = await ask({
			pieces: [
				...many(200, chunk({ reasoning_content: 'Hm. '.repeat(500) })),
				chunk({ content: 'x' }),
				...END
			]
		});
		expect(text).toBe('');
		expect(error).toMatchObject(BROKEN);
	});

	it('with thousands of calls is ended after some', async () => {
		const { error, searched } = await ask({ pieces: [...toolCalls(3_000), chunk({}, 'tool_calls'), DONE] });
		expect(error).toMatchObject(BROKEN);
		expect(searched.length).toBeLessThanOrEqual(16);
	});

	it.each<[string, string]>([
		['no JSON', '{"query":'],
		['what is no object', '"cello"'],
		['nothing that can be read', '\u0000\ud800']
	])('by calling a tool with %s breaks nothing', async (_name, input) => {
		const call = { index: 0, id: 'c', type: 'function', function: { name: 'search', arguments: input } };
		const { error } = await ask({ pieces: [chunk({ tool_calls: [call] }), chunk({}, 'tool_calls'), DONE] });
		expect(error === undefined || (error as Error).name === 'AppError').toBe(true);
	});

	it('by half a call of a tool, and a hang-up, has broken off', async () => {
		const call = { index: 0, id: 'c', type: 'function', function: { name: 'search', arguments: '{"que' } };
		const { error, searched } = await ask({ pieces: [chunk({ tool_calls: [call] })], then: 'cut' });
		expect(error).toMatchObject(BROKEN);
		expect(searched).toEqual([]);
	});

	it('in letters that are none is read as far as it can be', async () => {
		const broken = new Uint8Array([0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]);
		const [before, behind] = chunk({ content: 'a|b' }).split('|');
		const { text, error } = await ask({ pieces: [before ?? '', broken, behind ?? '', ...END] });
		expect(error).toBeUndefined();
		expect(text).toMatch(/^a\ufffd+\(?\ufffd+b$/);
	});

	it('with a refusal of many megabytes is refused in our own words', async () => {
		const { error } = await ask({ ...errorReply(400, 'no'), pieces: many(100, 'x'.repeat(65_536)) });
		expect(error).toMatchObject({ ...BROKEN, retryable: false });
	});
});
