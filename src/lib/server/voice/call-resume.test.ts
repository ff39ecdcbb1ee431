import { describe, expect, it } from 'vitest';
import { RESUMABLE_MS } from '#lib/shared/voice/protocol.ts';
import { CALLER, createCallStage, type Browser } from './fixtures/call-stage.ts';

type Stage = ReturnType<typeof createCallStage>;

async function inCall(): Promise<{ stage: Stage; tab: Browser }> {
	const stage = createCallStage();
	const tab = stage.browser();
	await tab.start();
	return { stage, tab };
}
const understood = async (stage: Stage, text: string) => {
	stage.transcribers[0]!.tell({ type: 'final', text });
	await stage.pass(0);
};
const seqsOf = (tab: Browser) =>
	tab
		.events()
		.flatMap((event) => ('eventSeq' in event && event.type !== 'session.ready' ? [event.eventSeq] : []));

describe('a call whose line breaks', () => {
	it('goes on under a new token, with every event once and no sound of the microphone lost', async () => {
		const { stage, tab } = await inCall();
		const first = tab.last('session.ready')!;
		await tab.record(400);
		await tab.record(800, 0.3);
		tab.lose();
		await tab.record(800, 0.3, { isSent: false });
		await tab.comeBack();
		const ready = tab.last('session.ready')!;
		expect(ready.token).not.toBe(first.token);
		expect(ready.sessionId).toBe(first.sessionId);
		expect(ready.nextMicSeq).toBe(15);
		await tab.record(400, 0.3);
		await understood(stage, 'How much is a lesson?');
		const heard = stage.transcribers[0]!.connections().flatMap(({ heardMs }) => heardMs);
		expect(heard).toEqual(Array.from({ length: 30 }, (_, at) => at * 80));
		expect(seqsOf(tab)).toEqual(Array.from({ length: seqsOf(tab).length }, (_, at) => at + 1));
		expect(stage.transcribers[0]!.connections()).toHaveLength(1);
	});

	it('loses nothing in twenty breaks in the middle of a sentence', async () => {
		const { stage, tab } = await inCall();
		await tab.record(400);
		for (let round = 0; round < 20; round++) {
			await tab.record(240, 0.3);
			await tab.comeBack({ isSeen: round % 2 === 0 });
			await tab.record(160, 0.3, { isSent: round % 3 !== 0 });
		}
		await tab.comeBack();
		await understood(stage, 'A long question');
		const heard = stage.transcribers[0]!.connections().flatMap(({ heardMs }) => heardMs);
		expect(heard).toEqual(heard.map((_, at) => at * 80));
		expect(heard).toHaveLength(5 + 20 * 5);
		expect(tab.all('error')).toEqual([]);
	});

	it('says on what it was saying, from what was not played, with the numbers the sound had', async () => {
		const { stage, tab } = await inCall();
		await tab.send({ type: 'input.text', clientMessageId: 'm', text: 'How much?' });
		stage.conversation.begin('turn-1', 'answer-1');
		stage.conversation.write('answer-1', 'A lesson of thirty minutes costs twenty euros.');
		stage.conversation.end('answer-1');
		await stage.pass(800);
		await tab.send({ type: 'playback.mark', responseId: 1, playedMs: 800 });
		const before = tab.sound().length;
		tab.lose();
		await stage.pass(10_000);
		await tab.comeBack();
		const again = tab.sound().slice(before);
		expect(again[0]?.mediaMs).toBeLessThanOrEqual(800);
		expect(again[0]!.mediaMs + 40).toBeGreaterThan(760);
		await stage.pass(20_000);
		const media = new Set(tab.sound().map(({ seq, mediaMs }) => `${seq} ${mediaMs}`));
		expect(media.size).toBe(Math.max(...tab.sound().map(({ seq }) => seq)) + 1);
		expect(tab.last('response.done')?.status).toBe('completed');
	});

	it('takes the token before while nothing came under the new one, and no longer', async () => {
		const { stage, tab } = await inCall();
		const { token } = tab.last('session.ready')!;
		// The ready with the new token was lost with its line.
		await tab.comeBack({ token });
		await tab.comeBack({ token });
		expect(tab.all('error')).toEqual([]);
		await tab.record(80);
		await tab.comeBack({ token });
		expect(tab.last('error')).toMatchObject({ code: 'forbidden', stage: 'session', retryable: false });
		expect(stage.store.record()?.tokenHash).not.toContain('token');
	});

	it('is over when nobody comes back in time, and says so', async () => {
		const { stage, tab } = await inCall();
		tab.lose();
		expect(stage.call().alarmAt()).toBe(stage.timers.clock.now() + RESUMABLE_MS);
		await stage.pass(RESUMABLE_MS);
		stage.call().alarm();
		expect(stage.store.record()).toBeUndefined();
		expect(stage.call().alarmAt()).toBeUndefined();
		expect(stage.conversation.listeners()).toBe(0);
		await tab.comeBack();
		expect(tab.last('error')).toMatchObject({ code: 'not-found' });
		expect(stage.timers.open()).toBe(0);
	});

	it('is over for one who comes too late, whether or not an alarm rang', async () => {
		const { stage, tab } = await inCall();
		tab.lose();
		await stage.pass(RESUMABLE_MS + 1);
		await tab.comeBack();
		expect(tab.last('error')).toMatchObject({ code: 'not-found' });
	});
});

describe('a call whose process is killed', () => {
	it('in the middle of a sentence hears it again, whole, and asks it once', async () => {
		const { stage, tab } = await inCall();
		await tab.record(2_000);
		await tab.record(800, 0.3);
		stage.kill();
		await tab.record(400, 0.3, { isSent: false });
		await tab.comeBack({ isSeen: false });
		await tab.record(400, 0.3);
		const { heardMs } = stage.transcribers[0]!.current()!;
		expect(heardMs[0]).toBeLessThan(2_000);
		expect(heardMs).toEqual(heardMs.map((_, at) => heardMs[0]! + at * 80));
		expect(heardMs.at(-1)).toBe(3_520);
		await understood(stage, 'How much is a lesson?');
		expect(stage.conversation.messages).toHaveLength(1);
	});

	it('after a turn was understood, before it was taken, hears it again', async () => {
		const { stage, tab } = await inCall();
		await tab.record(2_000);
		await tab.record(800, 0.3);
		stage.conversation.hold();
		await understood(stage, 'How much is a lesson?');
		await tab.record(8_000);
		expect(stage.conversation.messages).toEqual([]);
		stage.kill();
		await tab.comeBack({ isSeen: false });
		await tab.record(400);
		expect(stage.transcribers[0]!.current()!.heardMs[0]).toBeLessThan(2_000);
		await understood(stage, 'How much is a lesson?');
		expect(stage.conversation.messages.map(({ text }) => text)).toEqual(['How much is a lesson?']);
	});

	it('after a turn was taken, before that was written down, takes it for the same turn', async () => {
		const { stage, tab } = await inCall();
		await tab.record(400);
		await tab.record(800, 0.3);
		const before = stage.store.record()!;
		await understood(stage, 'How much is a lesson?');
		stage.store.save(before);
		stage.kill();
		await tab.comeBack({ isSeen: false });
		await tab.record(400, 0.3);
		await understood(stage, 'How much is a lesson?');
		expect(stage.conversation.messages).toHaveLength(1);
		await tab.record(2_000);
		await tab.record(400, 0.3);
		await understood(stage, 'And for adults?');
		// The answer to the first may yet begin, and is to be ended then.
		await stage.pass(3_000);
		expect(stage.conversation.messages).toHaveLength(2);
		expect(tab.all('error')).toEqual([]);
	});

	it('finds the answer that had begun meanwhile, and says it', async () => {
		const { stage, tab } = await inCall();
		await tab.record(400);
		await tab.record(800, 0.3);
		const before = stage.store.record()!;
		await understood(stage, 'How much is a lesson?');
		stage.store.save(before);
		stage.kill();
		stage.conversation.begin('turn-1', 'answer-1');
		stage.conversation.write('answer-1', 'Twenty euros.');
		stage.conversation.end('answer-1');
		await tab.comeBack({ isSeen: false });
		await tab.record(400, 0.3);
		await understood(stage, 'How much is a lesson?');
		expect(stage.speakers[0]!.said()).toEqual(['Twenty euros.']);
		await stage.pass(60_000);
		expect(tab.all('error')).toEqual([]);
	});

	it('in the middle of an answer says it on, from the piece that was cut', async () => {
		const { stage, tab } = await inCall();
		await tab.send({ type: 'input.text', clientMessageId: 'm', text: 'How much?' });
		stage.conversation.begin('turn-1', 'answer-1');
		const text = 'A lesson costs twenty euros. The first one is free of charge. Write to us.';
		stage.conversation.write('answer-1', text);
		stage.conversation.end('answer-1');
		await stage.pass(2_000);
		const saidBefore = tab.all('response.text.delta').length;
		stage.kill();
		await tab.comeBack({ isSeen: false });
		expect(tab.all('response.done').at(-1)).toMatchObject({ responseId: 1, status: 'failed' });
		expect(tab.last('response.started')).toMatchObject({ responseId: 2, messageId: 'answer-1' });
		await stage.pass(30_000);
		const after = tab.all('response.text.delta').filter(({ responseId }) => responseId === 2);
		expect(saidBefore).toBeGreaterThan(0);
		expect(text.endsWith(after.map((delta) => delta.text).join(''))).toBe(true);
		expect(after[0]?.charsFrom).toBe(
			tab
				.all('response.text.delta')
				.filter(({ responseId }) => responseId === 1)
				.at(-1)?.charsFrom
		);
		expect(tab.last('response.done')).toMatchObject({ responseId: 2, status: 'completed' });
	});

	it('while it slept with its socket goes on without a word of the page', async () => {
		const { stage, tab } = await inCall();
		await tab.send({ type: 'audio.mute', isMuted: true });
		await stage.pass(60_000);
		expect(stage.timers.open()).toBe(0);
		expect(stage.call().isBusy()).toBe(false);
		stage.kill();
		stage.call().wake(tab.connection(), CALLER);
		await tab.send({ type: 'input.text', clientMessageId: 'm', text: 'Still there?' });
		expect(stage.conversation.messages).toHaveLength(1);
		expect(tab.all('error')).toEqual([]);
		expect(stage.store.record()).toMatchObject({ isMuted: true, closedAt: null });
	});

	it('is over when its page never comes back', async () => {
		const { stage } = await inCall();
		stage.kill();
		const at = stage.call().alarmAt()!;
		expect(at).toBeGreaterThan(stage.timers.clock.now());
		await stage.pass(at - stage.timers.clock.now());
		stage.call().alarm();
		expect(stage.store.record()).toBeUndefined();
	});
});
