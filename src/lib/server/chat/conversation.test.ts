import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { messageText } from '#lib/shared/conversation/message.ts';
import {
	CONVERSATION_ID,
	everythingElse,
	hear,
	OTHER,
	PERSON,
	startConversation,
	terminalsOf
} from './fixtures/test-conversation.ts';
import { createScriptedModel } from './fixtures/scripted-model.ts';
import { LIMITS } from './limits.ts';

const failsWith = (code: string): unknown => expect.objectContaining({ name: 'AppError', code });

describe('a turn', () => {
	it('streams the answer from start to one terminal part and [DONE]', async () => {
		const { ask } = startConversation({ model: createScriptedModel(['Hello ', 'there.']) });
		const heard = await ask('Hi');
		expect(heard.events[0]?.part.type).toBe('start');
		expect(heard.text).toBe('Hello there.');
		expect(terminalsOf(heard)).toEqual([{ type: 'finish', finishReason: 'stop' }]);
		expect(heard.events.at(-1)?.part.type).toBe('finish');
		expect(heard.isDone).toBe(true);
	});

	it('has positions that grow without a gap', async () => {
		const { ask } = startConversation({ model: createScriptedModel(['a ', 'b ', 'c']) });
		const seqs = (await ask('Hi')).events.map(({ seq }) => seq);
		expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
	});

	it('delivers nothing before it is durable', async () => {
		const { send, storage } = startConversation({ model: createScriptedModel(['Hello']) });
		storage.hold();
		const sending = send('Hi');
		let isAccepted = false;
		const accepted = sending.then((stream) => {
			isAccepted = true;
			return stream;
		});
		await everythingElse();
		expect(isAccepted).toBe(false);
		storage.release();
		expect((await hear(await accepted)).text).toBe('Hello');
	});

	it('delivers no part before that part is durable, though earlier ones are', async () => {
		const gate = Promise.withResolvers<undefined>();
		const { send, storage } = startConversation({
			model: createScriptedModel(['First. ', 'x', { wait: gate.promise }, 'Second.'])
		});
		const reader = (await send('Hi')).body.getReader();
		const decoder = new TextDecoder();
		let seen = '';
		const read = async () => {
			const { value } = await reader.read();
			seen += decoder.decode(value);
		};
		while (!seen.includes('First.')) await read();
		storage.hold();
		gate.resolve(undefined);
		const next = read();
		await everythingElse();
		expect(seen).not.toContain('Second');
		storage.release();
		await next;
		while (!seen.includes('[DONE]')) await read();
		expect(seen).toContain('Second');
	});

	it('ends with an error part in the error shape when the model fails, and keeps what was written', async () => {
		const { ask, conversation } = startConversation({
			model: createScriptedModel(['So far. ', 'x', { fail: new AppError('rate-limited', 'Busy.') }])
		});
		const heard = await ask('Hi');
		expect(terminalsOf(heard)).toMatchObject([
			{ type: 'error', errorText: 'Busy.', error: { code: 'rate-limited', retryable: true } }
		]);
		const answer = conversation.messages(PERSON, { limit: 10 }).messages.at(-1);
		expect(answer).toMatchObject({ status: 'failed', error: { code: 'rate-limited' } });
		expect(messageText(answer!)).toContain('So far.');
	});

	it('tells nobody what a bug said', async () => {
		const { ask } = startConversation({
			model: createScriptedModel([{ fail: new Error('secret-key-123') }])
		});
		const heard = await ask('Hi');
		expect(heard.bytes).not.toContain('secret-key-123');
		expect(terminalsOf(heard)).toMatchObject([{ type: 'error', error: { code: 'internal' } }]);
	});

	it.each([[[]], [[' ', '\n']]])('is an error when the model says nothing: %j', async (script) => {
		const heard = await startConversation({ model: createScriptedModel(script) }).ask('Hi');
		expect(terminalsOf(heard)).toMatchObject([{ type: 'error', error: { code: 'unavailable' } }]);
	});
});

describe('the same message again', () => {
	it('joins its turn, running or finished, with the same bytes, and runs nothing twice', async () => {
		const gate = Promise.withResolvers<undefined>();
		const model = createScriptedModel(['One ', { wait: gate.promise }, 'answer.']);
		const { send } = startConversation({ model });
		const first = await send('Hi', { clientMessageId: 'same' });
		const second = await send('Hi', { clientMessageId: 'same' });
		gate.resolve(undefined);
		const [a, b] = await Promise.all([hear(first), hear(second)]);
		const c = await hear(await send('Hi', { clientMessageId: 'same' }));
		expect(b.bytes).toBe(a.bytes);
		expect(c.bytes).toBe(a.bytes);
		expect(model.prompts).toHaveLength(1);
	});

	it('is a conflict with other words', async () => {
		const { ask, send } = startConversation({ model: createScriptedModel(['Yes.']) });
		await ask('Hi', { clientMessageId: 'same' });
		await expect(send('Bye', { clientMessageId: 'same' })).rejects.toEqual(failsWith('conflict'));
	});
});

describe('messages sent while a turn runs', () => {
	it('are answered in order, each with its own stream', async () => {
		const gate = Promise.withResolvers<undefined>();
		const { send, conversation } = startConversation({
			model: createScriptedModel([{ wait: gate.promise }, 'First.'], ['Second.'], ['Third.'])
		});
		const streams = [await send('One'), await send('Two'), await send('Three')];
		gate.resolve(undefined);
		const heard = await Promise.all(streams.map(hear));
		expect(heard.map(({ text }) => text)).toEqual(['First.', 'Second.', 'Third.']);
		const { messages } = conversation.messages(PERSON, { limit: 10 });
		const byId = new Map(messages.map((message) => [message.id, message]));
		let message = byId.get(conversation.view(PERSON).headId ?? '');
		const path: string[] = [];
		while (message !== undefined) {
			path.unshift(messageText(message));
			message = byId.get(message.parentId ?? '');
		}
		expect(path).toEqual(['One', 'First.', 'Two', 'Second.', 'Three', 'Third.']);
	});

	it('are refused, retryable, when too many wait', async () => {
		const gate = Promise.withResolvers<undefined>();
		const { send } = startConversation({ model: createScriptedModel([{ wait: gate.promise }, 'Yes.']) });
		for (let n = 0; n <= LIMITS.waitingTurns; n++) await send(`Message ${n}`);
		await expect(send('One too many')).rejects.toEqual(failsWith('rate-limited'));
		gate.resolve(undefined);
	});
});

describe('stop', () => {
	it('ends the running turn at once with abort, keeps its text, and lets the next one run', async () => {
		const never = new Promise(() => undefined);
		const { send, conversation } = startConversation({
			model: createScriptedModel(['Half ', 'an', { wait: never }], ['Whole.'])
		});
		const first = await send('One');
		const second = await send('Two');
		await everythingElse();
		expect(await conversation.stop(PERSON)).toEqual({ stopped: true });
		const heard = await hear(first);
		expect(terminalsOf(heard)).toEqual([{ type: 'abort', reason: 'stopped' }]);
		expect(heard.text).toContain('Half');
		expect((await hear(second)).text).toBe('Whole.');
		expect(conversation.messages(PERSON, { limit: 10 }).messages[1]?.status).toBe('stopped');
	});

	it('stops a waiting turn by its id, before a word', async () => {
		const gate = Promise.withResolvers<undefined>();
		const { send, conversation } = startConversation({
			model: createScriptedModel([{ wait: gate.promise }, 'Yes.'])
		});
		const first = await send('One');
		const second = await send('Two');
		await conversation.stop(PERSON, second.turnId);
		const heard = await hear(second);
		expect(heard.events.map(({ part }) => part.type)).toEqual(['start', 'abort']);
		gate.resolve(undefined);
		expect((await hear(first)).text).toBe('Yes.');
	});

	it('of what has ended stops nothing', async () => {
		const { ask, conversation } = startConversation({ model: createScriptedModel(['Yes.']) });
		await ask('Hi');
		expect(await conversation.stop(PERSON)).toEqual({ stopped: false });
	});
});

describe('branches', () => {
	it('another answer is a sibling, and the branch that is shown', async () => {
		const { ask, conversation } = startConversation({ model: createScriptedModel(['One.'], ['Two.']) });
		await ask('Hi');
		await hear(await conversation.run(PERSON, { trigger: 'retry', conversationId: CONVERSATION_ID }));
		const { messages, conversation: view } = conversation.messages(PERSON, { limit: 10 });
		const [question, first, second] = messages;
		expect(first?.parentId).toBe(question?.id);
		expect(second?.parentId).toBe(question?.id);
		expect(view.headId).toBe(second?.id);
	});

	it('an edited message stands beside the old one, and the model hears only its own branch', async () => {
		const model = createScriptedModel(['About pianos.'], ['About harps.'], ['And on.']);
		const { ask, conversation } = startConversation({ model });
		await ask('Pianos?', { clientMessageId: 'first' });
		await ask('Harps?', { clientMessageId: 'second', replaces: 'first' });
		await ask('And on?');
		const { messages } = conversation.messages(PERSON, { limit: 10 });
		expect(messages.map(({ parentId }) => parentId).filter((id) => id === null)).toHaveLength(2);
		expect(JSON.stringify(model.prompts[2])).toContain('Harps?');
		expect(JSON.stringify(model.prompts[2])).not.toContain('Pianos?');
	});

	it('an older branch can be shown again', async () => {
		const { ask, conversation } = startConversation({ model: createScriptedModel(['One.'], ['Two.']) });
		await ask('First', { clientMessageId: 'first' });
		await ask('Second', { replaces: 'first' });
		const [question, answer] = conversation.messages(PERSON, { limit: 10 }).messages;
		const view = await conversation.change(PERSON, { headMessageId: question!.id });
		expect(view.headId).toBe(answer?.id);
	});

	it('can be gone to and fro between while one of them is being written or waits', async () => {
		const gate = Promise.withResolvers<undefined>();
		const model = createScriptedModel(['One.'], ['Two ', { wait: gate.promise }, 'at last.'], ['Three.']);
		const { ask, send, conversation } = startConversation({ model });
		await ask('First', { clientMessageId: 'first' });
		const running = await send('Second', { clientMessageId: 'second', replaces: 'first' });
		const waiting = await send('Third', { replaces: 'second' });
		const read = () => conversation.messages(PERSON, { limit: 10 });
		const [first, , second, third] = read().messages;
		expect(
			read()
				.messages.map(({ status }) => status)
				.slice(-2)
		).toEqual(['streaming', 'queued']);
		expect(read().conversation.headId).toBe(waiting.messageId);

		await conversation.change(PERSON, { headMessageId: first!.id });
		expect((await conversation.change(PERSON, { headMessageId: second!.id })).headId).toBe(running.messageId);
		expect((await conversation.change(PERSON, { headMessageId: third!.id })).headId).toBe(waiting.messageId);
		expect((await conversation.change(PERSON, { headMessageId: running.messageId })).headId).toBe(
			running.messageId
		);
		gate.resolve(undefined);
		expect((await hear(waiting)).text).toBe('Three.');
		expect(read().messages).toHaveLength(6);
	});

	it('of a message that is not there is not found', async () => {
		const { ask, send, conversation } = startConversation({ model: createScriptedModel(['One.']) });
		await ask('First');
		await expect(send('Other', { replaces: 'nothing' })).rejects.toEqual(failsWith('not-found'));
		const order = { trigger: 'retry', conversationId: CONVERSATION_ID, messageId: 'nothing' } as const;
		await expect(conversation.run(PERSON, order)).rejects.toEqual(failsWith('not-found'));
	});
});

describe('somebody else', () => {
	it('finds nothing, whatever they try', async () => {
		const { ask, conversation } = startConversation({ model: createScriptedModel(['One.']) });
		await ask('Mine');
		const answerId = conversation.view(PERSON).headId ?? '';
		const order = {
			trigger: 'submit',
			conversationId: CONVERSATION_ID,
			clientMessageId: 'theirs',
			text: 'Mine now',
			origin: { language: 'en' }
		} as const;
		const tries = [
			() => conversation.run(OTHER, order),
			() => conversation.run(OTHER, { trigger: 'retry', conversationId: CONVERSATION_ID }),
			() => conversation.resume(OTHER, 0),
			() => conversation.stop(OTHER),
			() => conversation.view(OTHER),
			() => conversation.messages(OTHER, { limit: 1 }),
			() => conversation.change(OTHER, { title: 'Theirs' }),
			() => conversation.remove(OTHER),
			() => conversation.rate(OTHER, answerId, { value: 'down' }),
			() => conversation.openLive(OTHER)
		];
		for (const attempt of tries)
			await expect(Promise.resolve().then<unknown>(attempt)).rejects.toEqual(failsWith('not-found'));
	});

	it('who only looks for a conversation that is not there leaves nothing behind', async () => {
		const { conversation, send, storage } = startConversation({ model: createScriptedModel([]) });
		expect(() => conversation.view(PERSON)).toThrow(failsWith('not-found'));
		await expect(conversation.resume(PERSON)).rejects.toEqual(failsWith('not-found'));
		const retry = { trigger: 'retry', conversationId: CONVERSATION_ID } as const;
		await expect(conversation.run(PERSON, retry)).rejects.toEqual(failsWith('not-found'));
		await expect(send('Hi', { replaces: 'what' })).rejects.toEqual(failsWith('not-found'));
		expect(storage.writes()).toBe(0);
	});
});
