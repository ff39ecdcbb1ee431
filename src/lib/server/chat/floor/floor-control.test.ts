// What each act at the floor may and may not do, one by one; all of them in any order: floor.test.ts.
import { describe, expect, it } from 'vitest';
import type { Actor } from '#lib/shared/actor.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import { hear, PERSON, startConversation } from '../fixtures/test-conversation.ts';

const ALEX: Actor = { userId: 'agent-a', role: 'agent', displayName: 'Alex', via: 'session' };
const BO: Actor = { userId: 'agent-b', role: 'agent', displayName: 'Bo', via: 'session' };

async function begun() {
	const test = startConversation({ model: createScriptedModel(['An answer.']) });
	await hear(await test.send('Hello'));
	return test.conversation;
}
const codeOf = (work: Promise<unknown>) =>
	work.then(
		() => 'nothing thrown',
		(thrown: unknown) => (thrown as { code: string }).code
	);
const words = (position: number, clientMessageId: string, text = clientMessageId) => ({
	...{ position, clientMessageId, text }
});

describe('the floor', () => {
	it('is not taken from who has it, is kept by who takes it again, and is nothing for the owner to take', async () => {
		const conversation = await begun();
		const { position } = await conversation.claim(ALEX);
		await expect(conversation.claim(BO)).rejects.toMatchObject({
			...{ code: 'conflict', message: 'Alex has this conversation.' }
		});
		expect(await conversation.claim(ALEX)).toMatchObject({ position });
		expect(await codeOf(conversation.claim(PERSON))).toMatch(/forbidden|not-found/);
		expect(await codeOf(conversation.say(ALEX, words(position, 'still mine')))).toBe('nothing thrown');
	});

	it('is neither written under nor given back by a token of before, nor by somebody else with the right one', async () => {
		const conversation = await begun();
		const first = await conversation.claim(ALEX);
		await conversation.release(ALEX, first);
		const second = await conversation.claim(ALEX);
		expect(second.position).toBeGreaterThan(first.position);
		expect(await codeOf(conversation.say(ALEX, words(first.position, 'late')))).toBe('conflict');
		expect(await codeOf(conversation.say(BO, words(second.position, 'not mine')))).toBe('conflict');
		await conversation.release(ALEX, first);
		await conversation.release(BO, second);
		expect(await codeOf(conversation.say(ALEX, words(second.position, 'in time')))).toBe('nothing thrown');
	});

	it('holds each message once, and never other words under the same id', async () => {
		const conversation = await begun();
		const { position } = await conversation.claim(ALEX);
		const said = await conversation.say(ALEX, words(position, 'one'));
		expect(await conversation.say(ALEX, words(position, 'one'))).toEqual(said);
		expect(await codeOf(conversation.say(ALEX, words(position, 'one', 'other words')))).toBe('conflict');
	});
});

it('a wish for a person stands once, and cannot be taken back when somebody has come', async () => {
	const conversation = await begun();
	const wish = await conversation.requestPerson(PERSON, 'please');
	expect(await conversation.requestPerson(PERSON, 'please!')).toEqual(wish);
	await conversation.claim(ALEX);
	expect(await codeOf(conversation.cancelRequest(PERSON))).toBe('conflict');
});

it('a note is written once, and not over by another under its id', async () => {
	const conversation = await begun();
	const note = { id: 'n1', kind: 'note', text: 'Prefers Tuesdays.' } as const;
	expect(await conversation.note(ALEX, note)).toHaveLength(1);
	expect(await conversation.note(ALEX, note)).toHaveLength(1);
	expect(await codeOf(conversation.note(BO, { ...note, text: 'Prefers Mondays.' }))).toBe('conflict');
});
