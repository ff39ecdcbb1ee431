import { describe, expect, it } from 'vitest';
import { Call } from './call.svelte.ts';
import { answering, calling, CONVERSATION, done, VOICE } from './fixtures/test-call.ts';
import { createTestEquipment } from './fixtures/test-equipment.ts';

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
		await test.hear(1_000);
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
		await hear(400);
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

	it('comes from the browser’s own choice when the chosen microphone is not there today', async () => {
		const test = createTestEquipment();
		const call = new Call({ conversationId: CONVERSATION }, test.equipment);
		await call.chooseDevice('headset');
		test.microphone.fault = 'microphone-missing';
		await call.start();
		expect(test.microphone.opened).toEqual(['headset', '']);
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
