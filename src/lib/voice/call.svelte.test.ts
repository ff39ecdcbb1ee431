import { describe, expect, it } from 'vitest';
import { Call } from './call.svelte.ts';
import { createTestEquipment } from './fixtures/test-equipment.ts';

const CONVERSATION = '01990000-0000-7000-8000-000000000001';
const VOICE = 0.2;

async function calling(prepare?: (test: ReturnType<typeof createTestEquipment>) => void) {
	const test = createTestEquipment();
	prepare?.(test);
	const call = new Call({ conversationId: CONVERSATION }, test.equipment);
	void call.start();
	await test.hear(1_000);
	return { ...test, call };
}

type Calling = Awaited<ReturnType<typeof calling>>;

/** The assistant has begun to speak, and goes on for two seconds. */
async function answering({ server, hear }: Calling, responseId = 1, sampleRate = 24_000): Promise<void> {
	server.tell({ type: 'turn.final', turnId: `turn-${responseId}`, text: 'What does it cost?' });
	server.say({ type: 'state', state: 'thinking' });
	server.tell({
		...{ type: 'response.started', responseId, turnId: `turn-${responseId}` },
		...{ messageId: `message-${responseId}`, sampleRate, from: 'assistant' }
	});
	const text = 'A lesson costs thirty pounds. It lasts half an hour.';
	server.tell({
		...{ type: 'response.text.delta', responseId, text, charsFrom: 0 },
		...{ audioFromMs: 0, spoken: text }
	});
	if (sampleRate > 0) server.speak(responseId, 50);
	server.say({ type: 'state', state: 'speaking' });
	await hear(400);
}

const done = (responseId = 1) =>
	({ type: 'response.done', responseId, status: 'completed', audioMs: 2_000 }) as const;

describe('a call', () => {
	it('asks for the microphone, connects and listens', async () => {
		const test = createTestEquipment();
		const call = new Call({ conversationId: CONVERSATION }, test.equipment);
		expect(call.phase).toBe('idle');
		const started = call.start();
		expect(call.phase).toBe('asking-permission');
		test.server.isAway = true;
		await started;
		expect(call.phase).toBe('connecting');
		test.server.isAway = false;
		await test.hear(500);
		expect(call.phase).toBe('listening');
		expect(call.modes).toEqual({ transcriber: 'scripted', speaker: 'scripted' });
		expect(test.server.frames.length).toBeGreaterThanOrEqual(5);
		expect(test.server.frames[0]?.seq).toBe(0);
	});

	it('shows what is said on both sides as it is understood and heard', async () => {
		const test = await calling();
		const { call, server, hear } = test;
		await hear(300, VOICE);
		expect(call.phase).toBe('hearing');
		server.say({ type: 'transcript.interim', text: 'What does' });
		expect(call.captions).toMatchObject([{ who: 'me', text: 'What does', interim: true }]);
		await answering(test);
		expect(call.phase).toBe('speaking');
		expect(call.captions).toMatchObject([
			{ who: 'me', text: 'What does it cost?', interim: false },
			{ who: 'assistant', interim: true, messageId: 'message-1' }
		]);
		const early = call.captions[1]?.heardChars ?? 0;
		expect(early).toBeGreaterThan(0);
		server.tell(done());
		server.say({ type: 'state', state: 'listening' });
		await hear(2_500);
		expect(call.phase).toBe('listening');
		expect(call.captions[1]).toMatchObject({ interim: false, isCut: false, heardChars: 52 });
		expect(server.asked('playback.mark').at(-1)).toMatchObject({ responseId: 1, playedMs: 2_000 });
	});

	it('measures from the end of speech to the first sound and tells the server', async () => {
		const test = await calling();
		await test.hear(500, VOICE);
		await test.hear(600);
		await answering(test);
		test.server.tell(done());
		await test.hear(2_500);
		const [measured] = test.metrics.filter(({ name }) => name === 'v2v');
		expect(measured).toMatchObject({ turnId: 'turn-1' });
		expect(measured?.name === 'v2v' && measured.ms).toBeGreaterThanOrEqual(600);
		expect(measured?.name === 'v2v' && measured.ms).toBeLessThan(720);
		expect(test.server.asked('metrics.turn')).toMatchObject([
			{ turnId: 'turn-1', underruns: 0, reconnects: 0 }
		]);
	});
});

describe('an interruption', () => {
	it('pauses the sound at the first voice and ends it when the server says so', async () => {
		const test = await calling();
		const { call, server, hear, metrics } = test;
		await answering(test);
		await hear(160, VOICE);
		expect(call.phase).toBe('paused');
		expect(server.asked('input.speech').at(-1)?.isSpeaking).toBe(true);
		const [stop] = metrics.filter(({ name }) => name === 'barge-in-stop');
		expect(stop?.name === 'barge-in-stop' && stop.ms).toBeLessThanOrEqual(160);
		server.tell({ type: 'response.cancelled', responseId: 1, heardText: 'A lesson', heardChars: 8 });
		expect(call.phase).toBe('interrupted');
		expect(call.captions.at(-1)).toMatchObject({ heardChars: 8, isCut: true, interim: false });
		// Sound of it that is still on its way is not played.
		server.speak(1, 20);
		await hear(400, VOICE);
		expect(call.speakerLevel).toBe(0);
		server.say({ type: 'state', state: 'listening' });
		await hear(2_000);
		expect(call.phase).toBe('listening');
	});

	it('that was none lets the sound go on where it stopped', async () => {
		const test = await calling();
		const { call, server, hear } = test;
		await answering(test);
		await hear(160, VOICE);
		const paused = server.asked('playback.mark').at(-1)?.playedMs ?? 0;
		await hear(300);
		expect(call.phase).toBe('paused');
		server.say({ type: 'response.resumed', responseId: 1 });
		await hear(100);
		expect(call.phase).toBe('speaking');
		await hear(600);
		const after = server.asked('playback.mark').at(-1)?.playedMs ?? 0;
		expect(after - paused).toBeGreaterThan(300);
		expect(after - paused).toBeLessThan(800);
	});

	it('goes on by itself after a second when the server says nothing', async () => {
		const test = await calling();
		await answering(test);
		await test.hear(160, VOICE);
		await test.hear(900);
		expect(test.call.phase).toBe('paused');
		await test.hear(200);
		expect(test.call.phase).toBe('speaking');
	});

	it('by the button ends the sound at once and tells how far it was heard', async () => {
		const test = await calling();
		const { call, server, hear } = test;
		await answering(test);
		call.interrupt();
		expect(call.phase).toBe('interrupted');
		const [cancel] = server.asked('response.cancel');
		expect(cancel?.playedMs).toBeGreaterThan(300);
		expect(cancel?.playedMs).toBeLessThan(420);
		call.interrupt();
		expect(server.asked('response.cancel')).toHaveLength(1);
		await hear(1_500);
		expect(call.phase).not.toBe('speaking');
	});
});

describe('what is heard of the person', () => {
	it('is nothing while muted, and says so to the server', async () => {
		const { call, server, hear } = await calling();
		const before = server.frames.length;
		call.mute(true);
		await hear(1_000, VOICE);
		expect(server.frames.length - before).toBeLessThanOrEqual(1);
		expect(server.asked('audio.mute').at(-1)).toEqual({ type: 'audio.mute', isMuted: true });
		expect(call.microphoneLevel).toBe(0);
		call.mute(false);
		await hear(200, VOICE);
		expect(server.asked('audio.mute').at(-1)).toEqual({ type: 'audio.mute', isMuted: false });
		expect(call.microphoneLevel).toBeGreaterThan(0.3);
	});

	it('is what is said while the button is held, in push-to-talk; pressing it stops the answer', async () => {
		const test = await calling();
		const { call, server, hear } = test;
		call.setTalkMode('push-to-talk');
		await answering(test);
		await hear(400, VOICE);
		expect(call.phase).toBe('speaking');
		const before = server.frames.length;
		call.talk(true);
		expect(server.asked('response.cancel')).toHaveLength(1);
		await hear(400, VOICE);
		call.talk(false);
		await hear(400, VOICE);
		expect(server.frames.length - before).toBe(5);
		expect(
			server
				.asked('audio.mute')
				.map(({ isMuted }) => isMuted)
				.slice(-3)
		).toEqual([true, false, true]);
	});

	it('is not sent after long silence, and then from the moment before the first word', async () => {
		const { server, hear } = await calling();
		await hear(21_000);
		const quiet = server.frames.length;
		await hear(10_000);
		expect(server.frames.length).toBe(quiet);
		await hear(400, VOICE);
		expect(server.frames[quiet]?.mediaMs).toBeGreaterThan(31_000);
		expect(server.frames.length - quiet).toBeGreaterThanOrEqual(12);
	});

	it('is typed when there is no microphone, and by voice again when it is allowed', async () => {
		const { call, server, microphone, hear } = await calling((test) => {
			test.microphone.fault = 'microphone-denied';
		});
		expect(call.phase).toBe('listening');
		expect(call.error).toMatchObject({ code: 'microphone-denied', isRetryable: true });
		expect(call.degradations).toEqual([{ stage: 'microphone', mode: 'typing', reason: 'failed' }]);
		call.sendText(' What does it cost? ');
		expect(server.asked('input.text')).toMatchObject([{ text: 'What does it cost?' }]);
		server.tell({ type: 'turn.final', turnId: 'a', text: 'What does it cost?' });
		expect(call.captions.filter(({ who }) => who === 'me')).toHaveLength(1);
		microphone.fault = undefined;
		microphone.listener?.onAllowed();
		await hear(500);
		expect(call.error).toBeUndefined();
		expect(call.degradations).toEqual([]);
		expect(server.frames.length).toBeGreaterThan(3);
	});

	it('comes from another microphone when the chosen one is unplugged, which is said', async () => {
		const { call, microphone } = await calling();
		microphone.listener?.onLost(true);
		expect(call.degradations).toEqual([{ stage: 'microphone', mode: 'other-device', reason: 'failed' }]);
		microphone.listener?.onLost(false);
		expect(call.degradations).toEqual([{ stage: 'microphone', mode: 'typing', reason: 'failed' }]);
		expect(call.error?.code).toBe('microphone-lost');
	});
});

describe('a line that is lost', () => {
	it('is said, and everything goes on when it is back', async () => {
		const test = await calling();
		const { call, server, hear, metrics } = test;
		server.isAway = true;
		server.cut();
		expect(call.phase).toBe('reconnecting');
		await hear(1_000, VOICE);
		server.isAway = false;
		await hear(3_000);
		expect(call.phase).toBe('listening');
		expect(server.frames.map(({ seq }) => seq)).toEqual(server.frames.map((_, i) => i));
		expect(metrics.filter(({ name }) => name === 'ready').at(-1)).toMatchObject({
			reconnects: 1,
			lostFrames: 0
		});
	});

	it('is resumed by a page that was loaded anew, which says no old answer again', async () => {
		const first = await calling((test) => {
			test.voice.isAvailable = true;
			test.server.modes = { transcriber: 'scripted', speaker: 'browser' };
		});
		await answering(first, 1, 0);
		first.server.tell(done());
		expect(first.voice.said).toHaveLength(1);
		// What is left of a page that is gone: what it kept for the next.
		const kept = first.kept();
		first.call.end();
		first.equipment.sessions.write(kept);
		const second = new Call({ conversationId: CONVERSATION }, first.equipment);
		await second.start();
		await first.hear(400);
		expect(first.server.asked('session.resume')).toMatchObject([{ sessionId: 'session', lastEventSeq: 0 }]);
		expect(second.captions.map(({ who }) => who)).toEqual(['me', 'assistant']);
		expect(first.voice.said).toHaveLength(1);
		expect(second.phase).toBe('listening');
	});

	it('of a call that is over by then begins a new one', async () => {
		const { equipment, server, hear, call } = await calling((test) => {
			test.equipment.sessions.write({ sessionId: 'gone', token: 'gone', startedAt: 1 });
		});
		await hear(200);
		expect(equipment.sessions.read()?.sessionId).toBe('session');
		expect(server.asked('session.start')).toHaveLength(1);
		expect(call.phase).toBe('listening');
	});

	it('ends for good when the person ends it', async () => {
		const { call, server, kept, hear, microphone } = await calling();
		call.end();
		expect(call.phase).toBe('ended');
		expect(server.asked('session.end')).toHaveLength(1);
		expect(kept()).toBeUndefined();
		expect(microphone.isOpen).toBe(false);
		await hear(5_000);
		expect(server.isConnected).toBe(false);
	});

	it('was taken by another tab: that is said, and can be taken back', async () => {
		const { call, server, hear } = await calling();
		server.tell({ type: 'session.ended', reason: 'replaced' });
		expect(call).toMatchObject({ phase: 'refused', error: { code: 'replaced', isRetryable: true } });
		await call.takeOver();
		await hear(200);
		expect(server.asked('session.start').at(-1)?.takeOver).toBe(true);
		expect(call.phase).toBe('listening');
	});
});

describe('steps down', () => {
	it('are shown with their reason, and go when they are taken back', async () => {
		const { call, server } = await calling();
		server.tell({ type: 'provider.state', stage: 'transcriber', mode: 'nova-3', reason: 'failed' });
		expect(call.modes.transcriber).toBe('nova-3');
		expect(call.degradations).toEqual([{ stage: 'transcriber', mode: 'nova-3', reason: 'failed' }]);
		server.tell({ type: 'provider.state', stage: 'transcriber', mode: 'flux', reason: 'recovered' });
		expect(call.degradations).toEqual([]);
	});

	it('to the browser’s recognition send text and no sound', async () => {
		const { call, server, recognition, hear } = await calling((test) => {
			test.recognition.isAvailable = true;
		});
		server.tell({ type: 'provider.state', stage: 'transcriber', mode: 'browser', reason: 'failed' });
		const before = server.frames.length;
		await hear(1_000, VOICE);
		expect(server.frames.length - before).toBeLessThanOrEqual(1);
		expect(recognition.acts).toEqual(['begin']);
		recognition.listener?.onText(0, 'What does', false);
		recognition.listener?.onText(0, 'What does it cost', true);
		recognition.listener?.onText(1, 'please', true);
		expect(server.asked('input.transcript')).toEqual([
			{ type: 'input.transcript', utterance: 0, text: 'What does', isFinal: false },
			{ type: 'input.transcript', utterance: 0, text: 'What does it cost', isFinal: true },
			{ type: 'input.transcript', utterance: 1, text: 'please', isFinal: true }
		]);
		recognition.listener?.onFault('network');
		expect(server.asked('mode.failed')).toEqual([
			{ type: 'mode.failed', stage: 'transcriber', mode: 'browser' }
		]);
		call.mute(true);
	});

	it('to the browser’s voice say what comes, and tell how far it was heard in the message', async () => {
		const test = await calling((of) => {
			of.voice.isAvailable = true;
			of.server.modes = { transcriber: 'scripted', speaker: 'browser' };
		});
		const { call, server, voice, hear } = test;
		await answering(test, 1, 0);
		const [utterance] = voice.said;
		utterance?.onstart?.();
		expect(call.phase).toBe('speaking');
		utterance?.onboundary?.({ charIndex: 9, charLength: 5, name: 'word' });
		expect(call.captions.at(-1)?.heardChars).toBe(14);
		await hear(160, VOICE);
		expect(call.phase).toBe('paused');
		server.say({ type: 'response.resumed', responseId: 1 });
		expect(voice.said.at(-1)?.text.startsWith('costs thirty')).toBe(true);
		server.tell(done());
		voice.said.at(-1)?.onstart?.();
		voice.said.at(-1)?.onend?.();
		expect(server.asked('playback.mark').at(-1)).toMatchObject({ responseId: 1, spokenChars: 52 });
	});
});
