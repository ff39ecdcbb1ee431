import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ToolPart } from '#lib/shared/conversation/message.ts';
import { createLogger } from '../observability/index.ts';
import { createManualClock } from '../platform/index.ts';
import { defineTool } from '../tools/index.ts';
import { createScriptedModel } from './fixtures/scripted-model.ts';
import {
	CONVERSATION_ID,
	everythingElse,
	hear,
	letTimePass,
	OTHER,
	PERSON,
	startConversation,
	type TestConversation
} from './fixtures/test-conversation.ts';

/** A conversation in which the model has asked whether it may open a ticket. `effects` are the keys under which it was opened. */
async function asked(calls = 1): Promise<{ test: TestConversation; effects: string[]; toolCallId: string }> {
	const effects: string[] = [];
	const openTicket = defineTool<{ subject: string }, { number: number }>(
		{
			name: 'create_ticket',
			description: 'Opens a ticket.',
			parameters: z.object({ subject: z.string() }),
			timeoutMs: 1_000,
			confirmation: 'always',
			idempotencyKey: (_input, { turnId, toolCallId }) => `${turnId}:${toolCallId}`,
			execute: (_input, { idempotencyKey = '' }) => {
				effects.push(idempotencyKey);
				return Promise.resolve({ number: 12 });
			}
		},
		{ clock: createManualClock(), log: createLogger({ write: () => undefined }) }
	);
	const call = { call: 'create_ticket', input: { subject: 'Upload' } };
	const model = createScriptedModel(
		Array.from({ length: calls }, () => call),
		['Done.']
	);
	const test = startConversation({ model, tools: [openTicket] });
	await test.ask('Please open a ticket');
	return { test, effects, toolCallId: toolOf(test).toolCallId };
}

function toolOf(test: TestConversation, at = -1): ToolPart {
	const { messages } = test.conversation.messages(PERSON, { limit: 10 });
	const tool = messages.at(at)?.parts.find((part): part is ToolPart => part.type === 'tool-create_ticket');
	if (tool === undefined) throw new Error('no tool was called');
	return tool;
}

const answer = (test: TestConversation, toolCallId: string, approved: boolean) =>
	test.conversation.run(PERSON, {
		trigger: 'approve',
		conversationId: CONVERSATION_ID,
		toolCallId,
		approved
	});

describe('a tool that asks first', () => {
	it('does nothing until the person has agreed, and then once', async () => {
		const { test, effects, toolCallId } = await asked();
		expect(effects).toEqual([]);
		expect(toolOf(test).state).toBe('approval-requested');
		const heard = await hear(await answer(test, toolCallId, true));
		expect(heard.text).toBe('Done.');
		expect(effects).toHaveLength(1);
		expect(toolOf(test).state).toBe('output-available');
		expect(toolOf(test, -2)).toMatchObject({ state: 'approval-responded', approval: { approved: true } });
	});

	it('does nothing when the person refuses, and the model hears of it', async () => {
		const { test, effects, toolCallId } = await asked();
		await hear(await answer(test, toolCallId, false));
		expect(effects).toEqual([]);
		expect(toolOf(test).state).toBe('output-denied');
	});

	it('takes the same word twice as one, and the other as a conflict', async () => {
		const { test, effects, toolCallId } = await asked();
		const [first, second] = await Promise.all([
			answer(test, toolCallId, true),
			answer(test, toolCallId, true)
		]);
		expect(first.turnId).toBe(second.turnId);
		await Promise.all([hear(first), hear(second)]);
		expect(effects).toHaveLength(1);
		await expect(answer(test, toolCallId, false)).rejects.toMatchObject({ code: 'conflict' });
	});

	it('does it under the same key again when its process dies, or when it is asked to retry', async () => {
		const { test, effects, toolCallId } = await asked();
		await hear(await answer(test, toolCallId, true));
		await hear(await test.conversation.run(PERSON, { trigger: 'retry', conversationId: CONVERSATION_ID }));
		expect(effects).toHaveLength(2);
		expect(new Set(effects).size).toBe(1);
	});

	it('called twice in one answer, has one effect for each call that was agreed to', async () => {
		const { test, effects } = await asked(2);
		const [asking] = test.conversation.messages(PERSON, { limit: 10 }).messages.slice(-1);
		const calls = asking?.parts.flatMap((part) => ('toolCallId' in part ? [part.toolCallId] : [])) ?? [];
		expect(calls).toHaveLength(2);
		const [first = '', second = ''] = calls;
		await hear(await answer(test, second, true));
		expect(effects).toHaveLength(1);
		const heard = await hear(await answer(test, first, true));
		expect(heard.text).toBe('Done.');
		expect(new Set(effects).size).toBe(2);
		await hear(await answer(test, first, true));
		expect(effects).toHaveLength(2);
		// Each stands behind the one before: none has to be looked for on another branch.
		const { messages } = test.conversation.messages(PERSON, { limit: 10 });
		expect(messages.slice(-2).map(({ parentId }) => parentId)).toEqual([asking?.id, messages.at(-2)?.id]);
	});

	it('called twice, of which one is refused: that one is not done', async () => {
		const { test, effects } = await asked(2);
		const [asking] = test.conversation.messages(PERSON, { limit: 10 }).messages.slice(-1);
		const [first = '', second = ''] =
			asking?.parts.flatMap((part) => ('toolCallId' in part ? [part.toolCallId] : [])) ?? [];
		await hear(await answer(test, first, false));
		await hear(await answer(test, second, true));
		expect(effects).toHaveLength(1);
		expect(effects[0]).toContain(second);
	});

	it('waits for the word for days, and in another process', async () => {
		const { test, effects, toolCallId } = await asked();
		await letTimePass(test, 3 * 24 * 60 * 60_000);
		const later = test.restart(createScriptedModel(['Done.']));
		expect(toolOf(later).state).toBe('approval-requested');
		await hear(await answer(later, toolCallId, true));
		expect(effects).toHaveLength(1);
	});

	it('is told in every other tab, each of which sees what was said', async () => {
		const { test, toolCallId } = await asked();
		const { seq } = (
			await test.conversation.resume(PERSON, 0).then((stream) => stream && hear(stream))
		)?.events.at(-1) ?? { seq: 0 };
		await hear(await answer(test, toolCallId, true));
		expect(toolOf(test, -2)).toMatchObject({ state: 'approval-responded', approval: { approved: true } });
		const other = await test.conversation.resume(PERSON, seq);
		expect(other && (await hear(other)).text).toBe('Done.');
	});

	it('is too late when the conversation has gone on, and nobody else’s to answer', async () => {
		const { test, effects, toolCallId } = await asked();
		await expect(
			test.conversation.run(OTHER, {
				...{ trigger: 'approve', conversationId: CONVERSATION_ID, toolCallId, approved: true }
			})
		).rejects.toMatchObject({ code: 'not-found' });
		await expect(answer(test, 'made-up', true)).rejects.toMatchObject({ code: 'not-found' });
		await test.ask('Never mind');
		await expect(answer(test, toolCallId, true)).rejects.toMatchObject({ code: 'conflict' });
		expect(effects).toEqual([]);
	});

	it('is not asked by the assistant while a person of the school has the floor', async () => {
		const { test, effects, toolCallId } = await asked();
		const agent = { userId: 'agent-1', role: 'agent', via: 'session' } as const;
		await test.conversation.claim(agent);
		await expect(answer(test, toolCallId, true)).rejects.toMatchObject({ code: 'conflict' });
		await everythingElse();
		expect(effects).toEqual([]);
	});
});
