import { describe, expect, it } from 'vitest';
import { messageText } from '#lib/shared/conversation/message.ts';
import { z } from 'zod';
import { createLogger } from '../observability/index.ts';
import { systemClock } from '../platform/index.ts';
import { defineTool } from '../tools/index.ts';
import { createScriptedModel } from './fixtures/scripted-model.ts';
import {
	everythingElse,
	hear,
	PERSON,
	startConversation,
	terminalsOf,
	type Heard,
	type TestConversation
} from './fixtures/test-conversation.ts';
import { LIMITS } from './limits.ts';

const NEVER = new Promise(() => undefined);

async function readAll(test: TestConversation, after: number): Promise<Heard | undefined> {
	const stream = await test.conversation.resume(PERSON, after);
	return stream && hear(stream);
}

describe('a turn whose process died', () => {
	it('runs again when nothing of the answer was written, in the same message, ended once', async () => {
		const before = startConversation({ model: createScriptedModel([{ wait: NEVER }]) });
		const { messageId } = await before.send('Hi');
		await everythingElse();
		const after = before.restart(createScriptedModel(['Here after all.']));
		const heard = await readAll(after, 0);
		expect(heard?.text).toBe('Here after all.');
		expect(heard?.events.filter(({ part }) => part.type === 'start')).toHaveLength(1);
		expect(heard?.events.map(({ part }) => part.type)).toContain('data-notice');
		expect(terminalsOf(heard!)).toHaveLength(1);
		expect(after.conversation.view(PERSON).headId).toBe(messageId);
	});

	it('keeps what was written and ends with an error that can be retried', async () => {
		const before = startConversation({ model: createScriptedModel(['Half an ', 'answer', { wait: NEVER }]) });
		await before.send('Hi');
		await everythingElse();
		const after = before.restart(createScriptedModel(['A whole answer.']));
		const heard = await readAll(after, 0);
		expect(heard?.text).toBe('Half an answer');
		expect(terminalsOf(heard!)).toMatchObject([
			{ type: 'error', error: { code: 'unavailable', retryable: true } }
		]);
		const stored = after.conversation.messages(PERSON, { limit: 10 }).messages;
		expect(stored.map(({ status }) => status)).toEqual(['complete', 'failed']);
	});

	it('is settled by the alarm alone when nobody comes back', async () => {
		const before = startConversation({ model: createScriptedModel(['Half an ', 'answer', { wait: NEVER }]) });
		await before.send('Hi');
		await everythingElse();
		expect(before.storage.alarmAt()).not.toBeNull();
		const after = before.restart(createScriptedModel(['Unused.']));
		after.clock.advance(LIMITS.watchdogMs);
		await after.conversation.onAlarm();
		expect(after.conversation.view(PERSON).running).toBeNull();
		expect(after.conversation.messages(PERSON, { limit: 10 }).messages[1]?.status).toBe('failed');
	});

	it('is begun twice at most', async () => {
		const stuck = () => createScriptedModel([{ wait: NEVER }]);
		const first = startConversation({ model: stuck() });
		await first.send('Hi');
		const second = first.restart(stuck());
		second.conversation.view(PERSON);
		const third = second.restart(stuck());
		const heard = await readAll(third, 0);
		expect(terminalsOf(heard!)).toMatchObject([{ type: 'error', error: { code: 'unavailable' } }]);
	});

	it('leaves no tool call open when it runs again', async () => {
		const tool = defineTool(
			{
				name: 'wait_forever',
				description: 'Waits.',
				parameters: z.object({}),
				timeoutMs: 60_000,
				confirmation: 'never',
				execute: () => NEVER
			},
			{ clock: systemClock, log: createLogger({ write: () => undefined }) }
		);
		const before = startConversation({
			model: createScriptedModel([{ call: 'wait_forever', input: {} }]),
			tools: [tool]
		});
		const { turnId } = await before.send('Hi');
		await everythingElse();
		const after = before.restart(createScriptedModel(['Without the tool.']));
		const heard = await readAll(after, 0);
		expect(heard?.events.map(({ part }) => part.type)).toContain('tool-output-error');
		expect(heard?.text).toBe('Without the tool.');
		await before.conversation.stop(PERSON, turnId).catch(() => undefined);
	});

	it('does not hold up the turns that waited behind it', async () => {
		const before = startConversation({ model: createScriptedModel(['Half', ' done', { wait: NEVER }]) });
		await before.send('One');
		await before.send('Two');
		await everythingElse();
		const after = before.restart(createScriptedModel(['Answer to two.']));
		after.conversation.view(PERSON);
		await everythingElse();
		const { messages } = after.conversation.messages(PERSON, { limit: 10 });
		expect(messages.map(messageText)).toEqual(['One', 'Half done', 'Two', 'Answer to two.']);
	});
});

describe('a reader that comes back', () => {
	it('gets from any position exactly the bytes that follow it', async () => {
		const test = startConversation({ model: createScriptedModel(['One ', 'two ', 'three ', 'four.']) });
		const whole = await test.ask('Hi');
		for (const [index, { seq }] of whole.events.entries()) {
			const rest = await readAll(test, seq);
			if (index === whole.events.length - 1) expect(rest).toBeUndefined();
			else expect(whole.bytes.endsWith(rest?.bytes ?? '-')).toBe(true);
			expect(rest?.events.length ?? 0).toBe(whole.events.length - 1 - index);
		}
	});

	it('gets with a position also what happened to the conversation: the message itself is there once', async () => {
		const test = startConversation({ model: createScriptedModel(['One.']) });
		await test.ask('Hi');
		const types = (await readAll(test, 0))?.events.map(({ part }) => part.type);
		expect(types?.slice(0, 3)).toEqual(['data-user-message', 'data-title', 'start']);
	});

	it('reads one turn a time, and comes to the end by its own positions', async () => {
		const test = startConversation({ model: createScriptedModel(['One.'], ['Two.'], ['Three.']) });
		for (const text of ['First', 'Second', 'Third']) await test.ask(text);
		const texts: string[] = [];
		let after = 0;
		for (let rest = await readAll(test, after); rest !== undefined; rest = await readAll(test, after)) {
			texts.push(rest.text);
			after = rest.events.at(-1)!.seq;
		}
		expect(texts).toEqual(['One.', 'Two.', 'Three.']);
	});

	it('without a position gets the running turn from its start, and nothing when none runs', async () => {
		const gate = Promise.withResolvers<undefined>();
		const test = startConversation({
			model: createScriptedModel(['One ', 'x ', { wait: gate.promise }, 'two.'])
		});
		const first = await test.send('Hi');
		await everythingElse();
		const again = await test.conversation.resume(PERSON);
		gate.resolve(undefined);
		expect((await hear(again!)).bytes).toBe((await hear(first)).bytes);
		expect(await test.conversation.resume(PERSON)).toBeUndefined();
	});

	it('with a position beyond the log is told so', async () => {
		const test = startConversation({ model: createScriptedModel(['One.']) });
		await test.ask('Hi');
		await expect(test.conversation.resume(PERSON, 1_000)).rejects.toMatchObject({ code: 'invalid' });
	});

	it('that does not read holds up nobody', async () => {
		const test = startConversation({
			model: createScriptedModel(Array.from({ length: 200 }, () => 'word '))
		});
		const lazy = await test.send('Hi', { clientMessageId: 'x' });
		const eager = await hear(await test.send('Hi', { clientMessageId: 'x' }));
		expect(eager.isDone).toBe(true);
		expect((await hear(lazy)).bytes).toBe(eager.bytes);
	});

	it('that goes away is forgotten, and the turn goes on', async () => {
		const gate = Promise.withResolvers<undefined>();
		const test = startConversation({ model: createScriptedModel(['One ', { wait: gate.promise }, 'two.']) });
		const stream = await test.send('Hi');
		await stream.body.cancel();
		gate.resolve(undefined);
		await everythingElse();
		expect(test.conversation.messages(PERSON, { limit: 2 }).messages[1]?.status).toBe('complete');
	});
});
