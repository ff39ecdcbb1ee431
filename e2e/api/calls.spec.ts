// Calls over the running product, spoken by a program that keeps to the protocol: the listener and the speaker are the scripted ones, which hear
// and speak in tones.
import { createCaller, type Caller as Voice } from '../../bench/voice/caller.ts';
import { encodeTones } from '../../src/lib/server/speech/scripted/tone-speech.ts';
import { MIC_SAMPLE_RATE, type CallEvent } from '../../src/lib/shared/voice/protocol.ts';
import { expect, type Product } from '../fixtures.ts';
import { OF_A_WORKER, withSoundingProduct } from '../sounding-product.ts';
import { test as base, type Caller } from './caller.ts';
import { expectRefusal } from './refusal.ts';
import { ask, historyOf, messageText, newId } from './turn.ts';
import { isOpen, knock } from './upgrade.ts';

const test = base.extend<object, { sounding: Product }>({
	sounding: [({ browserName: _ }, use) => withSoundingProduct(use), OF_A_WORKER],
	product: ({ sounding }, use) => use(sounding)
});

const QUESTION = 'How long is a piano lesson?';
const calls: Voice[] = [];
test.afterEach(() => {
	for (const call of calls.splice(0)) call.hangUp();
});

function dial(person: Caller, conversationId: string): Voice {
	const cookie = Array.from(person.cookies, ([name, value]) => `${name}=${value}`).join('; ');
	const call = createCaller({ url: person.baseUrl, conversationId, headers: { cookie } });
	calls.push(call);
	return call;
}

/** Tones and a second of silence behind them, at once: the line takes more than comes in time. */
function say(call: Voice, words: string): void {
	call.speak(encodeTones(words, MIC_SAMPLE_RATE));
	call.speak(new Int16Array(MIC_SAMPLE_RATE));
}

/** A visitor who may call: a guest, on an id that nobody has. */
async function ready(person: Caller): Promise<string> {
	const conversationId = newId();
	const answer = await person.post(`/api/chat/${conversationId}/voice`, {});
	expect(answer.status, answer.text).toBe(200);
	return conversationId;
}

test('a visitor calls, is understood and answered, interrupts, and it stands in the conversation as it was heard', async ({
	newVisitor
}) => {
	const visitor = newVisitor();
	const conversationId = await ready(visitor);
	const call = dial(visitor, conversationId);
	await call.start();
	expect((await visitor.get(`/api/chat/sessions/${conversationId}`)).status).toBe(404);
	say(call, QUESTION);
	const { turnId } = await call.next('turn.final', ({ text }) => text === QUESTION, 0);
	const { responseId, messageId } = await call.next(
		'response.started',
		(event) => event.turnId === turnId,
		0
	);
	const first = await call.next('response.text.delta', (event) => event.responseId === responseId, 0);
	call.send({ type: 'response.cancel', responseId, playedMs: 0 });
	const cancelled = await call.next('response.cancelled', (event) => event.responseId === responseId, 0);
	expect(cancelled).toMatchObject({ heardChars: 0, heardText: '' });
	const { messages, conversation } = await historyOf(visitor, conversationId);
	expect(conversation).toMatchObject({ channel: 'voice' });
	expect(messages[0]?.metadata).toMatchObject({ turnId, spoken: true });
	const answer = messages.find(({ id }) => id === messageId);
	expect(answer?.metadata).toMatchObject({ heard: { chars: 0 } });
	expect(messageText(answer)).toBe('');
	const exported = await visitor.get(`/api/chat/${conversationId}/export?format=md`);
	expect(exported.text).not.toContain(first.text.trim());
	say(call, 'Thank you');
	await call.next('turn.final', ({ text }) => text === 'Thank you', 0);
});

test('what is typed elsewhere is said in the call', async ({ newVisitor }) => {
	const visitor = newVisitor();
	const conversationId = await ready(visitor);
	const call = dial(visitor, conversationId);
	await call.start();
	const turn = await ask(visitor, QUESTION, { conversationId });
	const { responseId } = await call.next(
		'response.started',
		({ messageId }) => messageId === turn.messageId,
		0
	);
	const { text } = await call.next('response.text.delta', (event) => event.responseId === responseId, 0);
	expect(turn.text).toContain(text.trim());
});

test('a lost socket comes back where it was, and nobody else does', async ({ newVisitor }) => {
	const visitor = newVisitor();
	const conversationId = await ready(visitor);
	const call = dial(visitor, conversationId);
	const { sessionId } = await call.start();
	say(call, 'First');
	await call.next('turn.final', ({ text }) => text === 'First', 0);
	// A second tab, without the token and with a wrong one.
	const tab = dial(visitor, conversationId);
	await expect(tab.start()).rejects.toThrow(/conflict/);
	const guess = { type: 'session.resume', sessionId, token: 'guessed', lastEventSeq: 0 } as const;
	const refused = tab.next('error');
	tab.send({ ...guess, browser: { recognition: false, synthesis: false } });
	expect(await refused).toMatchObject({ code: 'forbidden', stage: 'session' });
	// The rightful one goes on, on its socket and on the next.
	expect(call.isReady()).toBe(true);
	const ready_ = await call.resume();
	expect(ready_.sessionId).toBe(sessionId);
	say(call, 'Second');
	await call.next('turn.final', ({ text }) => text === 'Second', 0);
	const numbers = call.events.flatMap((event) =>
		'eventSeq' in event && event.type !== 'session.ready' ? [event.eventSeq] : []
	);
	expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1));
	await expect
		.poll(async () =>
			(await historyOf(visitor, conversationId)).messages
				.filter(({ role }) => role === 'user')
				.map(messageText)
		)
		.toEqual(['First', 'Second']);
	await tab.start({ takeOver: true });
	await call.next('session.ended', ({ reason }) => reason === 'replaced', 0);
});

test('ten megabytes of text, frames that are none and floods get words, and the call goes on', async ({
	newVisitor
}) => {
	const visitor = newVisitor();
	const conversationId = await ready(visitor);
	const call = dial(visitor, conversationId);
	await call.start();
	const wrong = async (bytes: string | ArrayBuffer, stage: string, code: string) => {
		const error = call.next('error', (event) => event.stage === stage && event.code === code, 0);
		call.sendRaw(bytes);
		expect((await error).message).toMatch(/\S/);
	};
	await wrong('x'.repeat(10 * 1024 * 1024), 'control', 'too-large');
	await wrong('{"type":"nothing"}', 'control', 'invalid');
	await wrong(new ArrayBuffer(3), 'frame', 'invalid');
	for (let n = 0; n < 200; n++) call.sendRaw('{"type":"audio.mute","isMuted":false}');
	await call.next('error', ({ code }) => code === 'rate-limited', 0);
	expect(call.events.filter(({ type }) => type === 'error').length).toBeLessThan(20);
	say(call, QUESTION);
	await call.next(
		'turn.final',
		({ text }: Extract<CallEvent, { type: 'turn.final' }>) => text === QUESTION,
		0
	);
});

test('is for whoever may write the conversation: others find nothing there, and no page of another site opens it', async ({
	newVisitor
}) => {
	const owner = newVisitor();
	const { conversationId } = await ask(owner, 'Hello');
	const address = `/api/chat/${conversationId}/voice`;
	const teacher = await newVisitor().enterAs('teacher');
	const admin = await newVisitor().enterAs('admin');
	for (const caller of [teacher, admin]) {
		const answer = await knock(caller, address);
		if (isOpen(answer)) throw new Error('the socket opened');
		expectRefusal(answer, 'not-found');
		expectRefusal(await caller.post(address, {}), 'not-found');
	}
	const visitor = await knock(newVisitor(), address);
	if (isOpen(visitor)) throw new Error('the socket opened');
	expectRefusal(visitor, 'unauthenticated');
	const foreign = await knock(owner, address, { origin: 'https://evil.example' });
	if (isOpen(foreign)) throw new Error('the socket opened');
	expectRefusal(foreign, 'forbidden');
	expectRefusal(await owner.get(address), 'invalid');
});
