import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { VISITOR, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { createLogger } from '../observability/index.ts';
import { createManualClock } from '../platform/index.ts';
import { createToolRegistry, defineTool, type Tool, type ToolContext } from './index.ts';

const lines: string[] = [];
const dependencies = {
	clock: createManualClock(),
	log: createLogger({ write: (line) => lines.push(line) })
};
const PERSON: Actor = { userId: 'p', role: 'guest', via: 'session' };

function toolThat(
	execute: Tool<{ n: number }, unknown>['execute'],
	more: Partial<Tool<{ n: number }, unknown>> = {}
) {
	const tool = {
		name: 'count',
		description: 'Counts.',
		parameters: z.object({ n: z.number() }),
		timeoutMs: 1_000,
		confirmation: 'never',
		execute,
		...more
	} as const;
	return defineTool<{ n: number }, unknown>(tool, dependencies);
}

const context = (more: Partial<ToolContext> = {}): ToolContext => ({
	actor: PERSON,
	conversationId: 'c',
	turnId: 't',
	toolCallId: 'call',
	signal: new AbortController().signal,
	...more
});

describe('a tool call', () => {
	it('gives the data of what worked', async () => {
		const result = await toolThat(({ n }) => Promise.resolve(n + 1)).call({ n: 1 }, context());
		expect(result).toEqual({ success: true, data: 2, metadata: { durationMs: 0 } });
	});

	it.each([
		['input that does not fit', { n: 'one' }],
		['no input', undefined],
		['a prototype', JSON.parse('{"__proto__": {"n": 1}}')]
	])('never throws: %s', async (_name, input: unknown) => {
		const result = await toolThat(() => Promise.resolve(1)).call(input, context());
		expect(result).toMatchObject({ success: false, error: { code: 'invalid', retryable: false } });
	});

	it('passes on what failed, and keeps a bug’s words in the log', async () => {
		const failed = await toolThat(() => Promise.reject(new AppError('unavailable', 'Away.'))).call(
			{ n: 1 },
			context()
		);
		expect(failed).toMatchObject({ error: { code: 'unavailable', message: 'Away.', retryable: true } });
		const bug = await toolThat(() => Promise.reject(new Error('secret'))).call({ n: 1 }, context());
		expect(bug).toMatchObject({ success: false, error: { code: 'internal' } });
		expect(JSON.stringify(bug)).not.toContain('secret');
		expect(lines.at(-1)).toContain('secret');
	});

	it('also when the tool throws before it promises anything', async () => {
		const tool = toolThat(() => {
			throw new AppError('unavailable', 'At once.');
		});
		expect(await tool.call({ n: 1 }, context())).toMatchObject({ error: { message: 'At once.' } });
	});

	it('ends when its time is over, and tells the tool', async () => {
		vi.useFakeTimers();
		let signal: AbortSignal | undefined;
		const call = toolThat((_input, given) => {
			signal = given.signal;
			return new Promise(() => undefined);
		}).call({ n: 1 }, context());
		await vi.advanceTimersByTimeAsync(1_000);
		expect(await call).toMatchObject({ success: false, error: { code: 'unavailable', retryable: true } });
		expect(signal?.aborted).toBe(true);
		expect(vi.getTimerCount()).toBe(0);
		vi.useRealTimers();
	});

	it('ends when the turn is stopped', async () => {
		const stop = new AbortController();
		const call = toolThat(() => new Promise(() => undefined)).call(
			{ n: 1 },
			context({ signal: stop.signal })
		);
		stop.abort();
		expect(await call).toMatchObject({ success: false, error: { code: 'unavailable', retryable: false } });
	});

	it('is refused to whoever may not', async () => {
		const tool = toolThat(() => Promise.resolve(1), { permission: 'write:handover' });
		expect(await tool.call({ n: 1 }, context({ actor: VISITOR }))).toMatchObject({
			error: { code: 'forbidden' }
		});
		expect(await tool.call({ n: 1 }, context())).toMatchObject({ success: true });
	});

	it('brings its idempotency key', async () => {
		const tool = toolThat((_input, { idempotencyKey }) => Promise.resolve(idempotencyKey), {
			idempotencyKey: ({ n }, { turnId }) => `${turnId}:${n}`
		});
		expect((await tool.call({ n: 7 }, context())).data).toBe('t:7');
	});
});

describe('the registry', () => {
	it('finds tools by name, takes more, and refuses two of one name', () => {
		const one = toolThat(() => Promise.resolve(1));
		const two = toolThat(() => Promise.resolve(2), { name: 'other' });
		const registry = createToolRegistry([one]);
		expect(registry.with(two).list()).toEqual([one, two]);
		expect(registry.list()).toEqual([one]);
		expect(registry.find('count')).toBe(one);
		expect(registry.find('other')).toBeUndefined();
		expect(() => registry.with(one)).toThrow('count');
	});
});
