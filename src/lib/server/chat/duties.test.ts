import { describe, expect, it } from 'vitest';
import { everythingElse, CONVERSATION_ID, PERSON, startConversation } from './fixtures/test-conversation.ts';
import { createScriptedModel } from './fixtures/scripted-model.ts';
import { LIMITS } from './limits.ts';
import { backoffMs } from './store/schedule.ts';

const start = () => startConversation({ model: createScriptedModel(['An answer.']) });

describe('the projection', () => {
	it('gets the conversation and both messages when a turn ends', async () => {
		const { ask, projection } = start();
		await ask('When are lessons?');
		await everythingElse();
		const roles = projection.batches.flatMap(({ messages }) => messages.map(({ role }) => role));
		expect(roles).toEqual(['user', 'assistant']);
		expect(projection.batches.at(-1)?.conversation).toMatchObject({
			id: CONVERSATION_ID,
			title: 'When are lessons?',
			messageCount: 2
		});
	});

	it('is sent by the alarm when it failed, later each time, and nothing is lost', async () => {
		const { ask, projection, clock, storage, conversation } = start();
		projection.failure = new Error('the database is away');
		await ask('Hi');
		await everythingElse();
		for (let tries = 0; tries < 3; tries++) {
			clock.advance(storage.alarmAt()! - clock.now());
			await conversation.onAlarm();
			expect(storage.alarmAt()).toBe(clock.now() + backoffMs(tries));
		}
		projection.failure = undefined;
		clock.advance(backoffMs(2));
		await conversation.onAlarm();
		expect(projection.batches.flatMap(({ messages }) => messages)).toHaveLength(2);
	});

	it('sends a change again that came while it was being sent', async () => {
		const { ask, projection, conversation } = start();
		const { write } = projection;
		projection.write = async (batch) => {
			const isKept = await write(batch);
			if (projection.batches.length === 1) await conversation.change(PERSON, { title: 'Changed meanwhile' });
			return isKept;
		};
		await ask('Hi');
		await everythingElse();
		expect(projection.batches.at(-1)?.conversation.title).toBe('Changed meanwhile');
	});
});

describe('a conversation nobody writes in', () => {
	it('becomes idle, then ended, and active again with the next message', async () => {
		const { ask, clock, conversation } = start();
		await ask('Hi');
		clock.advance(LIMITS.idleMs);
		await conversation.onAlarm();
		expect(conversation.view(PERSON).status).toBe('idle');
		clock.advance(LIMITS.endedMs - LIMITS.idleMs);
		await conversation.onAlarm();
		expect(conversation.view(PERSON).status).toBe('ended');
		await ask('Hello again');
		expect(conversation.view(PERSON).status).toBe('active');
	});

	it('is not woken for nothing: an alarm that rings early changes nothing', async () => {
		const { ask, conversation } = start();
		await ask('Hi');
		await conversation.onAlarm();
		expect(conversation.view(PERSON).status).toBe('active');
	});
});

describe('a deletion', () => {
	it('hides the conversation at once and can be undone', async () => {
		const { ask, conversation } = start();
		await ask('Hi');
		await conversation.remove(PERSON);
		expect(() => conversation.view(PERSON)).toThrow(expect.objectContaining({ code: 'not-found' }));
		await expect(conversation.change(PERSON, { title: 'No' })).rejects.toMatchObject({ code: 'not-found' });
		await conversation.change(PERSON, { deleted: false });
		expect(conversation.messages(PERSON, { limit: 10 }).messages).toHaveLength(2);
	});

	it('stops what runs', async () => {
		const never = new Promise(() => undefined);
		const { send, conversation } = startConversation({ model: createScriptedModel([{ wait: never }]) });
		await send('One');
		await send('Two');
		await conversation.remove(PERSON);
		await conversation.change(PERSON, { deleted: false });
		expect(conversation.view(PERSON).running).toBeNull();
	});

	it('erases everything when the time to undo is over, also when the database was away first', async () => {
		const { ask, conversation, clock, storage, projection, isErased } = start();
		await ask('Hi');
		await conversation.remove(PERSON);
		clock.advance(LIMITS.undoMs);
		projection.failure = new Error('the database is away');
		await conversation.onAlarm();
		expect(isErased()).toBe(false);
		projection.failure = undefined;
		clock.advance(backoffMs(0));
		await conversation.onAlarm();
		expect(projection.erased).toEqual([CONVERSATION_ID]);
		expect(isErased()).toBe(true);
		expect(storage.sql(`SELECT name FROM sqlite_master`)).toEqual([]);
		expect(storage.alarmAt()).toBeNull();
	});
});

describe('changes', () => {
	it('a title that a person gave stays', async () => {
		const { ask, conversation } = start();
		await ask('Hi there, how are you?');
		await conversation.change(PERSON, { title: 'Mine' });
		await ask('And another');
		expect(conversation.view(PERSON).title).toBe('Mine');
	});

	it('a rating is kept with its message and can be taken back', async () => {
		const { ask, conversation, projection } = start();
		await ask('Hi');
		const answerId = conversation.view(PERSON).headId!;
		await conversation.rate(PERSON, answerId, { value: 'down', reason: 'Too short' });
		expect(conversation.messages(PERSON, { limit: 2 }).messages[1]?.rating).toEqual({
			value: 'down',
			reason: 'Too short'
		});
		await conversation.rate(PERSON, answerId, null);
		await everythingElse();
		expect(conversation.messages(PERSON, { limit: 2 }).messages[1]?.rating).toBeUndefined();
		expect(projection.batches.at(-1)?.ratings).toEqual([{ messageId: answerId, rating: null }]);
	});

	it('a question cannot be rated', async () => {
		const { ask, conversation } = start();
		await ask('Hi');
		const question = conversation.messages(PERSON, { limit: 2 }).messages[0]!;
		await expect(conversation.rate(PERSON, question.id, { value: 'up' })).rejects.toMatchObject({
			code: 'not-found'
		});
	});

	it('of which one fails leave the log as it was', async () => {
		const { ask, conversation } = start();
		await ask('Hi');
		await conversation.remove(PERSON);
		const change = { deleted: false, headMessageId: CONVERSATION_ID } as const;
		await expect(conversation.change(PERSON, change)).rejects.toMatchObject({ code: 'not-found' });
		await conversation.change(PERSON, { deleted: false });
		const { seq } = conversation.view(PERSON);
		const again = await ask('Still here');
		expect(again.events[0]?.seq).toBe(seq + 2);
	});
});

describe('history', () => {
	it('comes in pages without a gap or a double', async () => {
		const { ask, conversation } = start();
		for (let n = 0; n < 7; n++) await ask(`Question ${n}`);
		const ids: string[] = [];
		let before: number | undefined;
		do {
			const page = conversation.messages(PERSON, { limit: 3, before });
			ids.unshift(...page.messages.map(({ id }) => id));
			before = page.nextBefore ?? undefined;
		} while (before !== undefined);
		expect(ids).toHaveLength(14);
		expect(new Set(ids).size).toBe(14);
	});

	it('shows a running answer as far as it has come', async () => {
		const never = new Promise(() => undefined);
		const { send, conversation } = startConversation({
			model: createScriptedModel(['So far', ' so', { wait: never }])
		});
		await send('Hi');
		await everythingElse();
		const { messages, conversation: view } = conversation.messages(PERSON, { limit: 10 });
		expect(messages[1]).toMatchObject({
			status: 'streaming',
			parts: [{}, { type: 'text', text: 'So far so' }]
		});
		expect(view.running?.messageId).toBe(messages[1]?.id);
	});
});
