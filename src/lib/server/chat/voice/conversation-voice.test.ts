import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { messageText, type ToolPart } from '#lib/shared/conversation/message.ts';
import type { WirePart } from '#lib/shared/conversation/parts.ts';
import { EMPTY_CONVERSATION, foldEvents } from '#lib/shared/conversation/fold.ts';
import { AppError } from '#lib/shared/errors.ts';
import { createLogger } from '../../observability/index.ts';
import { createManualClock } from '../../platform/index.ts';
import { defineTool } from '../../tools/index.ts';
import { createScriptedModel, type ScriptLine } from '../fixtures/scripted-model.ts';
import {
	everythingElse,
	hear,
	OTHER,
	PERSON,
	startConversation,
	type TestConversation
} from '../fixtures/test-conversation.ts';
import { createConversationStore } from '../store/index.ts';
import type { SpokenPart } from './spoken-parts.ts';

const ORIGIN = { language: 'en' };
const ANSWER = ['A lesson lasts ', '45 minutes. ', 'It costs ', '30 pounds.'];

let said = 0;
const speak = ({ conversation }: TestConversation, text: string, actor = PERSON) =>
	conversation.voice.submit(actor, { clientMessageId: `said-${++said}`, text }, ORIGIN);

function listen({ conversation }: TestConversation): SpokenPart[] {
	const parts: SpokenPart[] = [];
	conversation.voice.follow((part) => parts.push(part));
	return parts;
}

/** What the log's readers fold, from its beginning. */
function folded({ storage }: TestConversation) {
	const { log } = createConversationStore(storage);
	return foldEvents(
		EMPTY_CONVERSATION,
		log
			.read(0, log.lastSeq(), 1_000)
			.map(({ json, ...event }) => ({ ...event, part: JSON.parse(json) as WirePart }))
	);
}

const lastAnswer = ({ conversation }: TestConversation) =>
	conversation.messages(PERSON, { limit: 10 }).messages.at(-1)!;

describe('what is said in a call', () => {
	it('makes a conversation, is a message like what is typed, and says that it was spoken', async () => {
		const test = startConversation({ model: createScriptedModel(ANSWER) });
		const parts = listen(test);
		const { turnId } = await speak(test, 'How long is a lesson?');
		await everythingElse();
		const [question, answer] = test.conversation.messages(PERSON, { limit: 10 }).messages;
		expect(messageText(question!)).toBe('How long is a lesson?');
		expect(question!.metadata).toMatchObject({ turnId, spoken: true });
		expect(folded(test).messages[question!.id]?.metadata.spoken).toBe(true);
		expect(test.conversation.view(PERSON).channel).toBe('voice');
		const messageId = answer!.id;
		expect(parts).toEqual([
			{ type: 'started', turnId, messageId, from: 'assistant' },
			{ type: 'text', messageId, text: 'A lesson lasts', charsFrom: 0 },
			{ type: 'text', messageId, text: ' 45 minutes.', charsFrom: 14 },
			{ type: 'text', messageId, text: ' It costs', charsFrom: 26 },
			{ type: 'text', messageId, text: ' 30 pounds.', charsFrom: 35 },
			{ type: 'ended', messageId, status: 'completed' }
		]);
	});

	it('is screened as what is typed, and again with its id it is the same message', async () => {
		const test = startConversation({ model: createScriptedModel(ANSWER) });
		await expect(speak(test, ' \u0007 ')).rejects.toMatchObject({ code: 'invalid' });
		await expect(speak(test, 'a'.repeat(8_001))).rejects.toMatchObject({ code: 'too-large' });
		const message = { clientMessageId: 'twice', text: 'How\u0007 long?' };
		const first = await test.conversation.voice.submit(PERSON, message, ORIGIN);
		await everythingElse();
		const { messages } = test.conversation.messages(PERSON, { limit: 10 });
		// Whoever asks again in a new process has not heard the answer come.
		const again = await test.conversation.voice.submit(PERSON, message, ORIGIN);
		expect(again).toEqual({ ...first, begun: messages[1]!.id });
		expect(messages.map(messageText)).toEqual(['How long?', ANSWER.join('')]);
	});

	it('is answered by the model of calls, told that it is heard', async () => {
		const spokenModel = createScriptedModel(['It lasts 45 minutes.']);
		const model = createScriptedModel(ANSWER);
		const test = startConversation({ model, spokenModel });
		await speak(test, 'How long is a lesson?');
		await everythingElse();
		await test.ask('And typed?');
		expect([spokenModel.prompts.length, model.prompts.length]).toEqual([1, 1]);
		const rules = (asked: typeof model) => JSON.stringify(asked.prompts[0]?.[0]);
		expect(rules(spokenModel)).toContain('you are heard, not read');
		expect(rules(model)).not.toContain('you are heard');
	});

	it('is nobody else’s to say, nor to hear of', async () => {
		const test = startConversation({ model: createScriptedModel(ANSWER) });
		await speak(test, 'Mine');
		for (const refused of [
			() => test.conversation.voice.requireSpeaker(OTHER),
			() => test.conversation.voice.requireSpeaker({ role: 'guest', via: 'session' })
		])
			expect(refused).toThrow(AppError);
		await expect(speak(test, 'Not mine', OTHER)).rejects.toMatchObject({ code: 'not-found' });
		expect(() => test.conversation.voice.requireSpeaker(PERSON)).not.toThrow();
	});
});

describe('a call hears', () => {
	it('what is answered in other tabs, what people of the school write, and who has the floor', async () => {
		const agent = { userId: 'agent-1', role: 'agent', via: 'session', displayName: 'Ben' } as const;
		const test = startConversation({ model: createScriptedModel(['Typed answer.']) });
		await test.ask('First?');
		const parts = listen(test);
		await test.ask('Typed elsewhere?');
		const { position } = await test.conversation.claim(agent);
		const { messageId } = await test.conversation.say(agent, {
			...{ position, clientMessageId: 'a1', text: 'Hello, this is Ben.' }
		});
		await test.conversation.release(agent, { position });
		expect(parts.map(({ type }) => type)).toEqual([
			...['started', 'text', 'ended', 'with-person', 'started', 'text', 'ended', 'with-assistant']
		]);
		expect(parts[4]).toEqual({ type: 'started', turnId: messageId, messageId, from: 'person' });
	});

	it('the rest of an answer that was begun before anybody listened, in its place', async () => {
		const gate = Promise.withResolvers<undefined>();
		const test = startConversation({
			model: createScriptedModel(['A lesson lasts ', { wait: gate.promise }, '45 minutes.'])
		});
		await test.send('How long?');
		await everythingElse();
		const parts = listen(test);
		gate.resolve(undefined);
		await everythingElse();
		expect(parts.slice(0, 2)).toMatchObject([
			{ type: 'started', from: 'assistant' },
			{ type: 'text', text: ' 45 minutes.', charsFrom: 14 }
		]);
	});

	it('what a tool asks, in words, and its answer is the answer to that', async () => {
		const { tool, done } = askingTool();
		const test = startConversation({
			model: createScriptedModel([{ call: 'create_ticket', input: { subject: 'Broken A4' } }], ['Done.']),
			tools: [tool]
		});
		const parts = listen(test);
		await speak(test, 'Please open a ticket');
		await everythingElse();
		const asks = parts.find((part) => part.type === 'asks')!;
		expect(asks.words).toBe('Open this ticket? Subject: Broken A4. Say yes, or no.');
		await test.conversation.voice.approve(PERSON, { toolCallId: asks.toolCallId, approved: true });
		await everythingElse();
		expect(done).toEqual(['Broken A4']);
		const asked = test.conversation.messages(PERSON, { limit: 10 }).messages[1]!;
		expect(asked.parts.find((part): part is ToolPart => 'toolCallId' in part)?.state).toBe(
			'approval-responded'
		);
	});

	it('goes on for the others when it cannot say something', async () => {
		const test = startConversation({ model: createScriptedModel(ANSWER) });
		test.conversation.voice.follow(() => {
			throw new Error('the call is broken');
		});
		expect((await test.ask('How long?')).text).toBe(ANSWER.join(''));
	});
});

describe('of an answer that was interrupted', () => {
	const holding = (...script: ScriptLine[]) => {
		const gate = Promise.withResolvers<undefined>();
		return { gate, model: createScriptedModel([...script, { wait: gate.promise }, ' And more.'], ['Next.']) };
	};

	it('while it was written, what was heard is kept, everywhere, and the turn ends', async () => {
		const { model } = holding(...ANSWER);
		const test = startConversation({ model });
		await speak(test, 'How long is a lesson?');
		await everythingElse();
		const { id } = lastAnswer(test);
		await test.conversation.voice.keepHeard(id, 36);
		const answer = lastAnswer(test);
		expect(answer).toMatchObject({ status: 'stopped', metadata: { heard: { chars: 35, ofChars: 46 } } });
		expect(messageText(answer)).toBe('A lesson lasts 45 minutes. It costs');
		expect(folded(test).messages[id]).toEqual(answer);
		expect(test.projection.batches.at(-1)?.messages.map(messageText)).toContain(messageText(answer));
		expect(test.conversation.view(PERSON).running).toBeNull();
		await speak(test, 'Stop, I meant the cello.');
		await everythingElse();
		const context = JSON.stringify(model.prompts.at(-1));
		expect(context).toContain('A lesson lasts 45 minutes. It costs');
		expect(context).not.toContain('30 pounds');
	});

	it('that was written long before it was said, too: also for readers who were there, and for the database', async () => {
		const test = startConversation({ model: createScriptedModel(ANSWER) });
		const stream = await hear(await test.send('How long?', { spoken: true }));
		expect(stream.text).toBe(ANSWER.join(''));
		await everythingElse();
		const sent = test.projection.batches.length;
		const { id } = lastAnswer(test);
		await test.conversation.voice.keepHeard(id, 27);
		await everythingElse();
		const answer = lastAnswer(test);
		expect(answer).toMatchObject({ status: 'complete', metadata: { heard: { chars: 26, ofChars: 46 } } });
		expect(messageText(answer)).toBe('A lesson lasts 45 minutes.');
		expect(folded(test).messages[id]).toEqual(answer);
		expect(test.projection.batches.slice(sent).flatMap(({ messages }) => messages.map(messageText))).toEqual([
			'A lesson lasts 45 minutes.'
		]);
		expect(JSON.stringify(test.conversation.rollingContext(PERSON))).not.toContain('30 pounds');
	});

	it('the first time holds, and what was heard to its end is left as it is', async () => {
		const test = startConversation({ model: createScriptedModel(ANSWER) });
		await test.ask('How long?', { spoken: true });
		const { id } = lastAnswer(test);
		const before = test.storage.writes();
		await test.conversation.voice.keepHeard(id, 46);
		await test.conversation.voice.keepHeard('nothing', 5);
		expect(test.storage.writes()).toBe(before);
		await test.conversation.voice.keepHeard(id, 30);
		await test.conversation.voice.keepHeard(id, 5);
		expect(messageText(lastAnswer(test))).toBe('A lesson lasts 45 minutes. It');
	});

	it('nothing may have been heard', async () => {
		const test = startConversation({ model: createScriptedModel(ANSWER) });
		await test.ask('How long?', { spoken: true });
		await test.conversation.voice.keepHeard(lastAnswer(test).id, 0);
		expect(lastAnswer(test)).toMatchObject({ parts: [{ type: 'step-start' }, { type: 'data-turn' }] });
	});

	it('it stays so in the next process', async () => {
		const { model } = holding(...ANSWER);
		const test = startConversation({ model });
		await speak(test, 'How long?');
		await everythingElse();
		await test.conversation.voice.keepHeard(lastAnswer(test).id, 14);
		const next = test.restart(createScriptedModel(['Again.']));
		expect(messageText(lastAnswer(next))).toBe('A lesson lasts');
	});
});

function askingTool() {
	const done: string[] = [];
	const tool = defineTool<{ subject: string }, { number: number }>(
		{
			...{ name: 'create_ticket', description: 'Opens a ticket.', timeoutMs: 1_000, confirmation: 'always' },
			parameters: z.object({ subject: z.string() }),
			idempotencyKey: (_input, { toolCallId }) => toolCallId,
			execute: ({ subject }) => {
				done.push(subject);
				return Promise.resolve({ number: 12 });
			}
		},
		{ clock: createManualClock(), log: createLogger({ write: () => undefined }) }
	);
	return { done, tool };
}
