import { describe, expect, it } from 'vitest';
import { Call } from './call.svelte.ts';
import { answering, calling, CONVERSATION, done, VOICE } from './fixtures/test-call.ts';

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
