import { describe, expect, it } from 'vitest';
import { SPEECH_AHEAD_MS } from '#lib/shared/voice/protocol.ts';
import { createCallStage, type Browser } from './fixtures/call-stage.ts';

const AFTER_ALL = 60_000;
type Stage = ReturnType<typeof createCallStage>;

async function inCall(
	options?: Parameters<typeof createCallStage>[0]
): Promise<{ stage: Stage; tab: Browser }> {
	const stage = createCallStage(options);
	const tab = stage.browser();
	await tab.start();
	return { stage, tab };
}

/** Somebody speaks, and is understood. */
async function say({ stage, tab }: { stage: Stage; tab: Browser }, text: string, lengthMs = 800) {
	await tab.record(480);
	await tab.record(lengthMs, 0.3);
	stage.transcribers[0]!.tell({ type: 'interim', text });
	await tab.record(240);
	stage.transcribers[0]!.tell({ type: 'final', text });
	await stage.pass(0);
}

const ANSWER =
	'A lesson of thirty minutes costs twenty euros. The first one is free of charge. Write to us for a time.';
async function answer({ stage }: { stage: Stage }, messageId = 'answer-1', turnId = 'turn-1', text = ANSWER) {
	stage.conversation.begin(turnId, messageId);
	for (const word of text.match(/\s*\S+/gu) ?? []) stage.conversation.write(messageId, word);
	stage.conversation.end(messageId);
	await stage.pass(0);
}

describe('a call', () => {
	it('hears a question, answers it aloud, and goes back to listening', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		expect(stage.conversation.messages).toMatchObject([{ text: 'How much is a lesson?' }]);
		expect(tab.last('turn.final')).toMatchObject({ turnId: 'turn-1', text: 'How much is a lesson?' });
		expect(tab.last('state')?.state).toBe('thinking');
		await answer(scene);
		expect(tab.last('response.started')).toMatchObject({
			responseId: 1,
			messageId: 'answer-1',
			sampleRate: 24_000
		});
		expect(tab.last('state')?.state).toBe('speaking');
		await stage.pass(60_000);
		expect(tab.last('response.done')).toMatchObject({ status: 'completed' });
		expect(
			tab
				.all('response.text.delta')
				.map(({ text }) => text)
				.join('')
		).toBe(ANSWER);
		expect(tab.last('state')?.state).toBe('listening');
		expect(stage.conversation.heard.size).toBe(0);
		expect(tab.last('metrics.turn')?.metrics).toMatchObject({ heardRatio: 1, micGapFrames: 0 });
		expect(stage.failures).toEqual([]);
	});

	it('sends sound in order, in even chunks, never far ahead, and each text before its sound', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		await answer(scene);
		expect(tab.soundMs()).toBe(SPEECH_AHEAD_MS);
		await stage.pass(1_000);
		expect(tab.soundMs()).toBe(SPEECH_AHEAD_MS + 1_000);
		await stage.pass(60_000);
		const frames = tab.sound();
		expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_, at) => at));
		for (const frame of frames.slice(0, -1)) expect(frame.samples).toHaveLength(960);
		expect(frames.map(({ mediaMs }) => mediaMs)).toEqual(frames.map((_, at) => at * 40));
		expect(tab.soundMs()).toBeCloseTo(tab.last('response.done')!.audioMs, -1);
		const places = tab.all('response.text.delta').map(({ audioFromMs }) => audioFromMs);
		expect(places[0]).toBe(0);
		expect([...places].sort((a, b) => a - b)).toEqual(places);
	});

	it('is cut off by content, keeps what was heard, and then asks what cut it off', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		await answer(scene);
		await tab.record(1_600);
		await tab.send({ type: 'input.speech', isSpeaking: true, mediaMs: 0 });
		stage.transcribers[0]!.tell({ type: 'interim', text: 'and for' });
		await stage.pass(0);
		const cancelled = tab.last('response.cancelled');
		expect(cancelled?.heardText).toMatch(/^A lesson of thirty( minutes)?$/);
		const before = tab.sound().length;
		stage.transcribers[0]!.tell({ type: 'final', text: 'and for adults?' });
		await stage.pass(5_000);
		expect(tab.sound()).toHaveLength(before);
		expect(stage.conversation.heard.get('answer-1')).toBe(cancelled?.heardChars);
		expect(stage.conversation.order).toEqual([
			'said How much is a lesson?',
			'kept answer-1',
			'said and for adults?'
		]);
		expect(stage.speakers[0]!.voices()[0]?.isCancelled).toBe(true);
	});

	it('goes on where it paused when somebody only nods, and asks nothing', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		await answer(scene);
		await stage.pass(1_000);
		await tab.send({ type: 'input.speech', isSpeaking: true, mediaMs: 0 });
		stage.transcribers[0]!.tell({ type: 'interim', text: 'mm-hmm' });
		stage.transcribers[0]!.tell({ type: 'final', text: 'Mm-hmm.' });
		await stage.pass(0);
		expect(tab.last('response.resumed')).toMatchObject({ responseId: 1 });
		await stage.pass(60_000);
		expect(tab.all('response.cancelled')).toEqual([]);
		expect(stage.conversation.messages).toHaveLength(1);
		expect(tab.last('response.done')?.status).toBe('completed');
	});

	it('goes on after a second without a word, and sends nothing meanwhile', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		await answer(scene);
		await stage.pass(1_000);
		const sent = tab.soundMs();
		await tab.send({ type: 'input.speech', isSpeaking: true, mediaMs: 0 });
		await stage.pass(900);
		expect(tab.soundMs()).toBeLessThanOrEqual(sent + 40);
		await stage.pass(100);
		expect(tab.all('response.resumed')).toHaveLength(1);
		await stage.pass(1_000);
		expect(tab.soundMs()).toBeGreaterThan(sent + 500);
	});

	it('is not cut off by its own voice in the microphone, and does not answer it', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		await answer(scene);
		await stage.pass(2_500);
		stage.transcribers[0]!.tell({ type: 'interim', text: 'thirty minutes costs' });
		stage.transcribers[0]!.tell({ type: 'final', text: 'Thirty minutes costs twenty euros.' });
		await stage.pass(60_000);
		expect(tab.all('response.cancelled')).toEqual([]);
		expect(stage.conversation.messages).toHaveLength(1);
		// Nor is it shown as what the person says.
		expect(tab.all('transcript.interim').map(({ text }) => text)).toEqual(['How much is a lesson?', '']);
	});

	it('only stops when it is told to stop', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		await answer(scene);
		await stage.pass(1_000);
		stage.transcribers[0]!.tell({ type: 'interim', text: 'stop' });
		stage.transcribers[0]!.tell({ type: 'final', text: 'Stop!' });
		await stage.pass(1_000);
		expect(tab.all('response.cancelled')).toHaveLength(1);
		expect(tab.last('state')?.state).toBe('listening');
		expect(stage.conversation.messages).toHaveLength(1);
	});

	it('ends an answer that is still thought of when something else is said', async () => {
		const scene = await inCall();
		const { stage } = scene;
		await say(scene, 'How much is a lesson?');
		await say(scene, 'I mean for the trumpet.');
		stage.conversation.begin('turn-1', 'answer-1');
		await stage.pass(0);
		expect(stage.conversation.heard.get('answer-1')).toBe(0);
		expect(stage.conversation.order.at(-1)).toBe('said I mean for the trumpet.');
		await answer(scene, 'answer-2', 'turn-2');
		expect(scene.tab.all('response.started').map(({ messageId }) => messageId)).toEqual(['answer-2']);
	});

	it('takes the same typed message once, and cuts off what it is saying for it', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await tab.send({ type: 'input.text', clientMessageId: 'typed-1', text: 'How much?' });
		await tab.send({ type: 'input.text', clientMessageId: 'typed-1', text: 'How much?' });
		expect(stage.conversation.messages).toHaveLength(1);
		await answer(scene);
		await stage.pass(500);
		await tab.send({ type: 'input.text', clientMessageId: 'typed-2', text: 'In the evening?' });
		expect(tab.all('response.cancelled')).toHaveLength(1);
		expect(stage.conversation.messages.map(({ text }) => text)).toEqual(['How much?', 'In the evening?']);
	});

	it('cancels once, whoever cancels how often', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		await answer(scene);
		await stage.pass(1_000);
		for (const playedMs of [700, 900, 0])
			await tab.send({ type: 'response.cancel', responseId: 1, playedMs });
		await tab.send({ type: 'response.cancel', responseId: 77, playedMs: 5 });
		expect(tab.all('response.cancelled')).toHaveLength(1);
		expect(stage.conversation.heard.size).toBe(1);
	});

	it('says a word when an answer is long in coming, and gives up rather than hang', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		stage.conversation.begin('turn-1', 'answer-1');
		await stage.pass(8_000);
		expect(stage.speakers[0]!.said()).toEqual(['One moment, please.']);
		await stage.pass(40_000);
		expect(tab.last('error')).toMatchObject({ stage: 'answer', code: 'unavailable', retryable: true });
		expect(tab.last('state')?.state).toBe('listening');
		// Whoever asks again gets one answer.
		expect(stage.conversation.heard.get('answer-1')).toBe(0);
		await stage.pass(AFTER_ALL);
		expect(stage.timers.open()).toBeLessThanOrEqual(1);
	});

	it('says when no answer could be given', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'How much is a lesson?');
		stage.conversation.begin('turn-1', 'answer-1');
		stage.conversation.end('answer-1', 'failed');
		await stage.pass(100);
		expect(tab.last('error')?.stage).toBe('answer');
		expect(tab.last('response.done')?.status).toBe('failed');
		expect(tab.last('state')?.state).toBe('listening');
	});

	it('speaks what a person of the school writes, and takes to the log what is said to them', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		await say(scene, 'May I speak to somebody?');
		stage.conversation.part('notice-1', { type: 'with-person' });
		await stage.pass(0);
		expect(tab.last('state')?.state).toBe('with-person');
		stage.conversation.begin('turn-9', 'from-agent', 'person');
		stage.conversation.write('from-agent', 'Hello, this is Anna. How can I help?');
		stage.conversation.end('from-agent');
		await stage.pass(800);
		expect(tab.last('response.started')?.from).toBe('person');
		await say(scene, 'I would like to change my teacher.');
		expect(stage.conversation.messages.at(-1)?.text).toBe('I would like to change my teacher.');
		// What a person wrote stands, whatever was heard of it.
		expect(stage.conversation.heard.size).toBe(0);
		await stage.pass(60_000);
		expect(tab.all('error')).toEqual([]);
		expect(tab.last('state')?.state).toBe('with-person');
	});

	it('asks for a word and takes it, and takes anything else for a question', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		const asks = async (messageId: string, turnId: string) => {
			stage.conversation.begin(turnId, messageId);
			stage.conversation.part(messageId, {
				type: 'asks',
				words: 'Shall I open a ticket?',
				toolCallId: `call of ${messageId}`
			});
			stage.conversation.end(messageId);
			await stage.pass(10_000);
		};
		await say(scene, 'My piano is out of tune.');
		await asks('answer-1', 'turn-1');
		expect(stage.speakers[0]!.said()).toContain('Shall I open a ticket?');
		await say(scene, 'Yes, please.');
		expect(stage.conversation.approvals).toEqual([{ toolCallId: 'call of answer-1', approved: true }]);
		expect(stage.conversation.messages).toHaveLength(1);
		expect(tab.last('turn.final')?.text).toBe('Yes, please.');
		await asks('answer-2', 'turn-2');
		await say(scene, 'What would that cost?');
		expect(stage.conversation.messages.at(-1)?.text).toBe('What would that cost?');
		await answer(scene, 'answer-3', 'turn-3', 'Nothing.');
		await stage.pass(20_000);
		await say(scene, 'Yes.');
		expect(stage.conversation.approvals).toHaveLength(1);
	});
});
