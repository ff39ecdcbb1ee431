// A tool that fails is told to the person, with what to do instead, and the turn goes on: every tool, every way to fail, both kinds of model.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ToolPart } from '#lib/shared/conversation/message.ts';
import { AppError, type ErrorCode } from '#lib/shared/errors.ts';
import { createEmbeddedAnswerModel, type AnswerModel } from '../../ai/index.ts';
import { createLogger } from '../../observability/index.ts';
import { createManualClock } from '../../platform/index.ts';
import { defineTool, type RegisteredTool, type Tool } from '../../tools/index.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import {
	CONVERSATION_ID,
	hear,
	PERSON,
	startConversation,
	terminalsOf,
	type TestConversation
} from '../fixtures/test-conversation.ts';

const dependencies = { clock: createManualClock(), log: createLogger({ write: () => undefined }) };
const HANGS = 'hangs';
const BREAKS = 'breaks';
type Failure = Exclude<ErrorCode, 'internal'> | typeof HANGS | typeof BREAKS;

const TOOLS = {
	search_knowledge_base: 'never',
	create_ticket: 'always',
	get_ticket: 'never',
	update_ticket: 'always',
	get_user_context: 'never',
	get_performance_analysis: 'never'
} as const;
type ToolName = keyof typeof TOOLS;

/** The school's tools, of which one does not work. */
function toolsWhere(broken: ToolName, failure: Failure): RegisteredTool[] {
	return Object.entries(TOOLS).map(([name, confirmation]) => {
		const fails = name === broken;
		const tool: Tool<unknown, unknown> = {
			...{ name, description: name, parameters: z.looseObject({}), confirmation },
			timeoutMs: fails && failure === HANGS ? 1 : 10_000,
			...(fails && failure === 'forbidden' ? { permission: 'write:knowledge' } : {}),
			execute: () => (fails ? fail(failure) : Promise.resolve({ passages: [], terms: [] }))
		};
		return defineTool(tool, dependencies);
	});
}

function fail(failure: Failure): Promise<never> {
	if (failure === HANGS) return new Promise<never>(() => undefined);
	if (failure === BREAKS) throw new Error('a bug, with a secret in it');
	return Promise.reject(new AppError(failure, 'It was refused.'));
}

/** The answer to a message, after the person agreed to whatever was asked. */
async function answered(test: TestConversation, text: string, approved = true) {
	const asked = await test.ask(text);
	const { messages } = test.conversation.messages(PERSON, { limit: 10 });
	const waiting = messages
		.at(-1)
		?.parts.find((part): part is ToolPart => 'toolCallId' in part && part.state === 'approval-requested');
	if (waiting === undefined) return asked;
	const order = { trigger: 'approve', conversationId: CONVERSATION_ID } as const;
	return hear(await test.conversation.run(PERSON, { ...order, toolCallId: waiting.toolCallId, approved }));
}

const MESSAGES: Record<ToolName, string> = {
	search_knowledge_base: 'What does a lesson of 30 minutes cost?',
	create_ticket: 'Open a ticket: the heating in room 3 is broken',
	get_ticket: 'What happened to my ticket 12?',
	update_ticket: 'Add to ticket 12 that it also happens on Safari',
	get_user_context: 'What did we talk about last time?',
	get_performance_analysis: 'How did my last recording go?'
};
const NAMES = Object.keys(MESSAGES) as ToolName[];
const FAILURES: Failure[] = [
	HANGS,
	BREAKS,
	'unavailable',
	'forbidden',
	'not-found',
	'rate-limited',
	'conflict'
];
/** A way on: later, by oneself, or with a person. */
const ALTERNATIVE =
	/in a moment|\]\(\/(?:tickets|recordings|sign-in)|to a person\?|contact the school|Ask for/u;

const embedded = (): AnswerModel => ({
	model: createEmbeddedAnswerModel(),
	label: 'embedded',
	isRemote: false
});

describe('with the embedded model', () => {
	it.each(NAMES.flatMap((name) => FAILURES.map((failure) => [name, failure] as const)))(
		'%s, %s: is told, with a way on',
		async (name, failure) => {
			const test = startConversation({ model: embedded(), tools: toolsWhere(name, failure) });
			const heard = await answered(test, MESSAGES[name]);
			expect(terminalsOf(heard)).toMatchObject([{ type: 'finish' }]);
			if (name === 'get_user_context' && failure === 'not-found') expect(heard.text).toContain('nothing yet');
			else expect(heard.text).toMatch(ALTERNATIVE);
			expect(heard.text).not.toMatch(/secret|undefined|I have (?:opened|added)/u);
			// The conversation is not over.
			expect(terminalsOf(await test.ask('thanks'))).toMatchObject([{ type: 'finish' }]);
		}
	);

	it('somebody else’s ticket is one that is not there', async () => {
		const test = startConversation({ model: embedded(), tools: toolsWhere('get_ticket', 'not-found') });
		expect((await answered(test, 'What happened to ticket 99?')).text).toMatch(/no ticket 99 of yours/u);
	});

	it.each([
		['create_ticket', 'All right, I have opened no ticket.'],
		['update_ticket', 'All right, I have changed nothing.']
	] as const)('%s that is refused by the person is told so', async (name, text) => {
		const test = startConversation({ model: embedded(), tools: toolsWhere(name, 'unavailable') });
		expect((await answered(test, MESSAGES[name], false)).text).toBe(text);
	});
});

describe('with a remote model', () => {
	it.each(NAMES.flatMap((name) => FAILURES.map((failure) => [name, failure] as const)))(
		'%s, %s: the model is told what failed, and speaks',
		async (name, failure) => {
			const scripted = createScriptedModel(
				[{ call: name, input: {} }],
				['It did not work. Ask for a person.']
			);
			const model = { ...scripted, isRemote: true };
			const test = startConversation({ model, tools: toolsWhere(name, failure) });
			const heard = await answered(test, 'Please do it');
			expect(heard.text).toBe('It did not work. Ask for a person.');
			expect(terminalsOf(heard)).toMatchObject([{ type: 'finish' }]);
			const code = failure === HANGS ? 'unavailable' : failure === BREAKS ? 'internal' : failure;
			const given = JSON.stringify(scripted.prompts.at(-1));
			expect(given).toContain(`"code":"${code}"`);
			expect(given).not.toContain('secret');
		}
	);

	it('is told to name what to do instead', async () => {
		const scripted = createScriptedModel(['Hello.']);
		await startConversation({ model: { ...scripted, isRemote: true } }).ask('Hello');
		expect(JSON.stringify(scripted.prompts[0])).toMatch(/If a tool fails, say that it failed.*\/tickets/u);
	});
});
