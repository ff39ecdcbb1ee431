// Calls in the object of their conversation: its sockets, its storage, its sleep, with the scripted listener and speaker.
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { messageText } from '#lib/shared/conversation/message.ts';
import { newId } from '#lib/shared/ids.ts';
import { newTimedId } from '#lib/shared/timed-id.ts';
import { NO_BROWSER, openCallSocket } from './fixtures/call-socket.ts';
import { addArticle, ask, openSchool, person, stubOf } from './fixtures/school.ts';

const services = openSchool();
const QUESTION = 'How long is a piano lesson?';

beforeAll(() => addArticle(services));

const tablesOf = (id: string) =>
	runInDurableObject(stubOf(id), (_object, { storage }) =>
		storage.sql
			.exec(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`)
			.toArray()
	);

describe('a call', () => {
	it('begins a conversation by its first words, and says the answer that stands in it', async () => {
		const actor = await person();
		const id = newTimedId();
		await services.chat.prepareCall(actor, id);
		const call = await openCallSocket(services, actor, id);
		expect(await tablesOf(id)).toEqual([]);
		call.start();
		const ready = await call.event('session.ready');
		expect(ready).toMatchObject({ nextMicSeq: 0, modes: { transcriber: 'scripted', speaker: 'scripted' } });
		call.speak(QUESTION);
		const { turnId } = await call.event('turn.final', ({ text }) => text === QUESTION);
		const { responseId, messageId } = await call.event(
			'response.started',
			(event) => event.turnId === turnId
		);
		await call.event('response.text.delta', (event) => event.responseId === responseId);
		const { conversation, messages } = await services.chat.messages(actor, id, { limit: 10 });
		expect(conversation.channel).toBe('voice');
		expect(messages.map(({ metadata }) => metadata.spoken)).toEqual([true, undefined]);
		expect(messages[1]?.id).toBe(messageId);
		expect(messageText(messages[1]!)).toContain('45 minutes');
		call.send({ type: 'session.end' });
		await call.closed();
	});

	it('keeps of an answer what was heard, where it is interrupted', async () => {
		const actor = await person();
		const id = newTimedId();
		const call = await openCallSocket(services, actor, id);
		call.start();
		await call.event('session.ready');
		call.send({ type: 'input.text', clientMessageId: 'typed-1', text: QUESTION });
		const { responseId, messageId } = await call.event('response.started');
		await call.event('response.text.delta');
		call.send({ type: 'response.cancel', responseId, playedMs: 0 });
		call.send({ type: 'response.cancel', responseId, playedMs: 5_000 });
		expect(await call.event('response.cancelled')).toMatchObject({ responseId, heardChars: 0 });
		const { messages } = await services.chat.messages(actor, id, { limit: 10 });
		const answer = messages.find((message) => message.id === messageId);
		expect(answer?.metadata.heard?.chars).toBe(0);
		expect(messageText(answer!)).toBe('');
	});

	it('sleeps with its socket open, and hears what is answered when it is woken', async () => {
		const actor = await person();
		const id = newTimedId();
		const call = await openCallSocket(services, actor, id);
		call.start();
		await call.event('session.ready');
		// Nobody is to be heard, so nobody listens.
		call.send({ type: 'audio.mute', isMuted: true });
		await evictDurableObject(stubOf(id));
		await ask(services, actor, id, QUESTION);
		const { responseId } = await call.event('response.started');
		await call.event('response.text.delta', (event) => event.responseId === responseId);
		call.send({ type: 'response.cancel', responseId, playedMs: 0 });
		await call.event('response.cancelled');
		await evictDurableObject(stubOf(id));
		call.send({ type: 'audio.mute', isMuted: false });
		call.speak('And a cello lesson?');
		await call.event('turn.final', ({ text }) => text === 'And a cello lesson?');
	});

	it('goes on after its process died, from the frame that was not understood', async () => {
		const actor = await person();
		const id = newTimedId();
		const first = await openCallSocket(services, actor, id);
		first.start();
		const { sessionId, token } = await first.event('session.ready');
		const next = first.speak('First');
		const { responseId } = await first.event('response.started');
		first.send({ type: 'response.cancel', responseId, playedMs: 0 });
		first.send({ type: 'audio.mute', isMuted: true });
		await evictDurableObject(stubOf(id), { webSockets: 'close' });
		const second = await openCallSocket(services, actor, id, next);
		const lastEventSeq = Math.max(...first.events.map((event) => ('eventSeq' in event ? event.eventSeq : 0)));
		second.send({ type: 'session.resume', sessionId, token, lastEventSeq, browser: NO_BROWSER });
		const ready = await second.event('session.ready');
		expect(ready.sessionId).toBe(sessionId);
		expect(ready.nextMicSeq).toBeLessThanOrEqual(next);
		second.send({ type: 'audio.mute', isMuted: false });
		second.speak('Second');
		await second.event('turn.final', ({ text }) => text === 'Second');
		const { messages } = await services.chat.messages(actor, id, { limit: 10 });
		expect(messages.filter(({ role }) => role === 'user').map(messageText)).toEqual(['First', 'Second']);
	});

	it('is the person’s alone, and one tab’s at a time', async () => {
		const actor = await person();
		const id = newTimedId();
		const call = await openCallSocket(services, actor, id);
		call.start();
		const { sessionId } = await call.event('session.ready');
		const stranger = await person();
		for (const refused of [
			() => services.chat.prepareCall(stranger, id),
			() => openCallSocket(services, stranger, id)
		])
			await expect(refused()).rejects.toMatchObject({ code: 'not-found' });
		await expect(services.chat.prepareCall({ role: 'guest', via: 'anonymous' }, id)).rejects.toMatchObject({
			code: 'unauthenticated'
		});
		const other = await openCallSocket(services, actor, id);
		other.start();
		expect(await other.event('error')).toMatchObject({ code: 'conflict', stage: 'session' });
		other.send({ type: 'session.resume', sessionId, token: 'guessed', lastEventSeq: 0, browser: NO_BROWSER });
		await other.event('error', ({ code }) => code !== 'conflict');
		call.send({ type: 'input.text', clientMessageId: newId(), text: 'Still mine' });
		await call.event('response.started');
		other.start({ takeOver: true });
		await other.event('session.ready');
		expect(await call.event('session.ended')).toMatchObject({ reason: 'replaced' });
	});

	it('is asked for by a few tabs at a time, and then by no more', async () => {
		const actor = await person();
		const id = newTimedId();
		for (let tab = 0; tab < 16; tab++) await openCallSocket(services, actor, id);
		await expect(openCallSocket(services, actor, id)).rejects.toMatchObject({ code: 'rate-limited' });
	});

	it('ends with its conversation', async () => {
		const actor = await person();
		const id = newTimedId();
		await ask(services, actor, id, 'Hello');
		const call = await openCallSocket(services, actor, id);
		call.start();
		await call.event('session.ready');
		await services.chat.remove(actor, id);
		expect(await call.event('session.ended')).toMatchObject({ reason: 'deleted' });
		await expect(openCallSocket(services, actor, id)).rejects.toMatchObject({ code: 'not-found' });
	});

	it('answers what is wrong with words, and goes on', async () => {
		const actor = await person();
		const id = newTimedId();
		const call = await openCallSocket(services, actor, id);
		call.start();
		await call.event('session.ready');
		call.sendRaw('{"type":"no such thing"}');
		expect(await call.event('error', ({ stage }) => stage === 'control')).toMatchObject({ code: 'invalid' });
		call.sendRaw(new ArrayBuffer(7));
		expect(await call.event('error', ({ stage }) => stage === 'frame')).toMatchObject({ code: 'invalid' });
		call.speak(QUESTION);
		await call.event('turn.final', ({ text }) => text === QUESTION);
	});

	it('leaves nothing where nothing was said and nobody came back', async () => {
		const actor = await person();
		const id = newTimedId();
		const call = await openCallSocket(services, actor, id);
		call.start();
		await call.event('session.ready');
		expect((await tablesOf(id)).length).toBeGreaterThan(0);
		call.send({ type: 'session.end' });
		await call.closed();
		await runDurableObjectAlarm(stubOf(id));
		expect(await tablesOf(id)).toEqual([]);
	});
});
