import { expect, it } from 'vitest';
import type { Actor } from '#lib/shared/actor.ts';
import { messageText } from '#lib/shared/conversation/message.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import { PERSON, startConversation } from '../fixtures/test-conversation.ts';

const AGENT: Actor = { userId: 'agent-1', role: 'agent', via: 'session', displayName: 'Ben' };

it('holds every branch, with its place among the versions, and how long each turn took', async () => {
	const test = startConversation({ model: createScriptedModel(['An answer.']) });
	await test.ask('First?');
	await test.ask('Second?');
	const [, , second] = test.conversation.messages(PERSON, { limit: 10 }).messages;
	await test.ask('Second, put otherwise?', { replaces: second!.id });
	const { messages, places, turns, nextBefore, nextAfter } = test.conversation.chronicle(AGENT, {
		limit: 100
	});
	expect(messages.map(messageText)).toEqual([
		...['First?', 'An answer.', 'Second?', 'An answer.', 'Second, put otherwise?', 'An answer.']
	]);
	expect(messages.map(({ id }) => places[id]?.isAside)).toEqual([false, false, true, true, false, false]);
	expect(places[second!.id]?.versions).toEqual([second!.id, messages[4]!.id]);
	expect(turns).toHaveLength(3);
	for (const turn of turns) expect(turn).toMatchObject({ status: 'completed', attempts: 1 });
	for (const turn of turns) expect(turn.firstWordMs).not.toBeNull();
	expect([nextBefore, nextAfter]).toEqual([null, null]);
});

it('is read from either end, a page at a time, each message and each event once', async () => {
	const test = startConversation({ model: createScriptedModel(['An answer.']) });
	for (let n = 0; n < 5; n++) await test.ask(`Question ${n}`);
	await test.conversation.change(PERSON, { title: 'Five questions' });
	const forwards: string[] = [];
	const moments: string[] = [];
	for (let after: number | null = 0; after !== null;) {
		const page = test.conversation.chronicle(AGENT, { after, limit: 3 });
		forwards.push(...page.messages.map(({ id }) => id));
		moments.push(...page.moments.map(({ part }) => part.type));
		after = page.nextAfter;
	}
	const backwards: string[] = [];
	for (let before: number | null | undefined; before !== null;) {
		const page = test.conversation.chronicle(AGENT, { before, limit: 3 });
		backwards.unshift(...page.messages.map(({ id }) => id));
		before = page.nextBefore;
	}
	expect(new Set(forwards).size).toBe(10);
	expect(forwards).toEqual(backwards);
	expect(moments.filter((type) => type === 'data-title')).toHaveLength(2);
});

it('shows notes to the school’s people, and no chronicle to whoever asked', async () => {
	const test = startConversation({ model: createScriptedModel(['An answer.']) });
	await test.ask('First?');
	await test.conversation.note(AGENT, { id: 'n1', kind: 'note', text: 'Prefers Tuesdays.' });
	expect(test.conversation.chronicle(AGENT, { limit: 10 }).notes).toMatchObject([
		{ text: 'Prefers Tuesdays.' }
	]);
	expect(() => test.conversation.chronicle(PERSON, { limit: 10 })).toThrow('may not');
	const ownAdmin: Actor = { userId: 'person-1', role: 'admin', via: 'session' };
	expect(test.conversation.chronicle(ownAdmin, { limit: 10 }).notes).toEqual([]);
});
