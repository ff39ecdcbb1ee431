import { describe, expect, it } from 'vitest';
import { RESUMABLE_MS } from '#lib/shared/voice/protocol.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import { createSqliteStorage } from '../fixtures/sqlite-storage.ts';
import {
	CONVERSATION_ID,
	letTimePass,
	OTHER,
	PERSON,
	startConversation
} from '../fixtures/test-conversation.ts';
import { schemaVersion } from '../store/migrations.ts';

const ANSWER = ['A lesson lasts 45 minutes.'];

describe('a call that is kept', () => {
	const CALL = { personId: PERSON.userId!, closedAt: null, sessionId: 's1' };

	it('outlives its process with its newest events, and is gone with the conversation', async () => {
		const test = startConversation({ model: createScriptedModel(ANSWER) });
		await test.ask('Hello');
		const { calls } = test.conversation.voice;
		calls.save(CALL);
		for (let n = 0; n < 510; n++) calls.append({ type: 'speech.started' });
		const next = test.restart(createScriptedModel(ANSWER)).conversation.voice.calls;
		expect(next.load()).toEqual(CALL);
		expect(next.after(0).map(({ eventSeq }) => eventSeq)).toEqual(
			Array.from({ length: 500 }, (_, n) => n + 11)
		);
		expect(next.after(509)).toEqual([{ type: 'speech.started', eventSeq: 510 }]);
		next.end();
		expect([next.load(), next.after(0)]).toEqual([undefined, []]);
	});

	it('leaves no trace when nothing was said and nobody comes back', async () => {
		const storage = createSqliteStorage();
		const test = startConversation({ model: createScriptedModel(ANSWER), storage });
		test.conversation.voice.requireSpeaker(PERSON);
		test.conversation.voice.follow(() => undefined);
		expect(schemaVersion(storage)).toBe(0);
		test.conversation.voice.calls.save(CALL);
		expect(() => test.conversation.voice.requireSpeaker(OTHER)).toThrow('no such conversation');
		await letTimePass(test, 60 * 60_000);
		expect([schemaVersion(storage), storage.alarmAt(), test.isErased()]).toEqual([0, null, true]);
	});

	it('stays while its socket is open, and as long as it can be resumed', async () => {
		let isOpen = true;
		const call = { isOpen: () => isOpen, ring: () => undefined };
		const test = startConversation({ model: createScriptedModel(ANSWER), call });
		const { calls } = test.conversation.voice;
		calls.save(CALL);
		await letTimePass(test, 60 * 60_000);
		expect(calls.load()).toEqual(CALL);
		isOpen = false;
		const closedAt = test.clock.now();
		calls.save({ ...CALL, closedAt });
		test.conversation.voice.plan(closedAt + RESUMABLE_MS);
		await letTimePass(test, RESUMABLE_MS - 10_000);
		expect(calls.load()).toBeDefined();
		await letTimePass(test, 20_000);
		expect(test.isErased()).toBe(true);
	});

	it('is over, and the conversation stays, where something was said', async () => {
		const test = startConversation({ model: createScriptedModel(ANSWER) });
		await test.ask('Hello');
		test.conversation.voice.calls.save(CALL);
		await letTimePass(test, 20 * 60_000);
		expect(test.conversation.voice.calls.load()).toBeUndefined();
		expect(test.conversation.view(PERSON)).toMatchObject({ id: CONVERSATION_ID, messageCount: 2 });
		expect(test.isErased()).toBe(false);
	});
});
