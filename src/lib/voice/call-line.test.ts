import { describe, expect, it } from 'vitest';
import { createRandom } from '../shared/seeded-random.ts';
import type { CallEvent } from '../shared/voice/protocol.ts';
import type { CallError } from './call-face.ts';
import { CallLine } from './call-line.ts';
import { createTestClock } from './fixtures/test-clock.ts';
import { ScriptedServer } from './fixtures/scripted-server.ts';

const BROWSER = { recognition: false, synthesis: false };

function calling(mayCall: () => Promise<CallError | undefined> = async () => undefined) {
	const clock = createTestClock();
	const server = new ScriptedServer();
	const events: CallEvent[] = [];
	const states: string[] = [];
	const refusals: CallError[] = [];
	const steps: string[] = [];
	let kept: { sessionId: string; token: string } | undefined;
	const line = new CallLine(
		{
			...clock,
			open: server.open,
			random: () => 0.5,
			mayCall,
			keepSession: (session) => {
				kept = session;
			}
		},
		{
			onEvent: (event) => events.push(event),
			onSpeech: () => undefined,
			onState: (state) => states.push(state),
			onRefused: (error) => refusals.push(error),
			onUplink: (step) => steps.push(step)
		}
	);
	let recorded = 0;
	/** 80 ms of microphone each. */
	const record = async (frames: number) => {
		for (let i = 0; i < frames; i++) {
			line.microphone({
				subframes: 4,
				mediaMs: 80 * recorded,
				samples: new Int16Array(1_280).fill(recorded++)
			});
			await clock.pass(80);
		}
	};
	return { clock, server, line, events, states, refusals, steps, record, kept: () => kept };
}

const seqs = (server: ScriptedServer) => server.frames.map(({ seq }) => seq);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('the line of a call', () => {
	it('sends what was recorded before it was there, from the first word on', async () => {
		const { server, line, record } = calling();
		await record(3);
		line.start({ browser: BROWSER, language: 'en' });
		await record(2);
		expect(seqs(server)).toEqual(upTo(5));
		expect(server.requests[0]).toEqual({ type: 'session.start', browser: BROWSER, language: 'en' });
	});

	it('loses no frame and doubles none, however often it is cut in the middle of a word', async () => {
		const { server, line, record, clock } = calling();
		const random = createRandom(11);
		line.start({ browser: BROWSER });
		await record(5);
		for (let cut = 0; cut < 20; cut++) {
			// What is on its way when a line dies is lost, without a word.
			server.arriving = Math.floor(random() * 4);
			await record(1 + Math.floor(random() * 6));
			server.cut(random() < 0.3 ? 1_012 : 1_006);
			server.isAway = random() < 0.3;
			await record(Math.floor(random() * 12));
			server.isAway = false;
			await clock.pass(20_000);
			await record(3);
		}
		await clock.pass(1_000);
		expect(seqs(server)).toEqual(upTo(line.frames.nextSeq));
		expect(server.frames.every(({ samples, seq }) => samples[0] === seq)).toBe(true);
		expect(line.reconnects).toBe(20);
		expect(line.frames.lost).toBe(0);
	});

	it('keeps no more of what was acknowledged than is needed', async () => {
		const { server, line, record } = calling();
		line.start({ browser: BROWSER });
		await record(10);
		server.say({ type: 'audio.ack', seq: 7 });
		server.nextMicSeq = 0;
		server.cut();
		await record(30);
		expect(line.frames.replayed).toBe(2);
	});

	it('tells every numbered event once and in order, over a line that breaks', async () => {
		const { server, line, clock, events } = calling();
		line.start({ browser: BROWSER });
		await clock.pass(100);
		server.tell({ type: 'turn.final', turnId: 'a', text: 'one' });
		server.cut();
		server.tell({ type: 'turn.final', turnId: 'b', text: 'two' });
		await clock.pass(1_000);
		server.tell({ type: 'turn.final', turnId: 'c', text: 'three' });
		const turns = events.flatMap((event) => (event.type === 'turn.final' ? [event.turnId] : []));
		expect(turns).toEqual(['a', 'b', 'c']);
	});

	it('comes back at once to a server that starts anew, and slower and slower to one that is away', async () => {
		const { server, line, clock, states } = calling();
		line.start({ browser: BROWSER });
		await clock.pass(100);
		server.cut(1_012);
		await clock.pass(100);
		expect(server.greetings).toBe(2);
		server.isAway = true;
		server.cut();
		await clock.pass(10_000);
		expect(states.filter((state) => state === 'lost').length).toBeLessThan(16);
		server.isAway = false;
		await clock.pass(15_000);
		expect(server.greetings).toBe(3);
	});

	it('does not wait when the network is back', async () => {
		const { server, line, clock } = calling();
		line.start({ browser: BROWSER });
		await clock.pass(100);
		line.offline();
		server.isAway = true;
		await clock.pass(20_000);
		server.isAway = false;
		line.hurry();
		await clock.pass(0);
		expect(server.greetings).toBe(2);
	});

	it('sends what was typed and stopped while it was away, and again what nobody confirmed', async () => {
		const { server, line, clock } = calling();
		line.start({ browser: BROWSER });
		await clock.pass(100);
		server.arriving = 0;
		line.send({ type: 'input.text', clientMessageId: 'm', text: 'Hello' });
		line.send({ type: 'response.cancel', responseId: 3, playedMs: 40 });
		server.cut();
		line.send({ type: 'playback.mark', responseId: 3, playedMs: 30 });
		line.send({ type: 'playback.mark', responseId: 3, playedMs: 40 });
		await clock.pass(1_000);
		expect(server.asked('input.text')).toHaveLength(1);
		expect(server.asked('response.cancel')).toHaveLength(1);
		expect(server.asked('playback.mark')).toEqual([{ type: 'playback.mark', responseId: 3, playedMs: 40 }]);
		server.tell({ type: 'turn.final', turnId: 't', text: 'Hello' });
		server.tell({ type: 'response.cancelled', responseId: 3, heardText: '', heardChars: 0 });
		server.cut();
		await clock.pass(1_000);
		expect(server.asked('input.text')).toHaveLength(1);
		expect(server.asked('response.cancel')).toHaveLength(1);
	});

	it('says at its place in the sound that it was muted, so that what was said before is heard', async () => {
		const { server, line, clock, record } = calling();
		line.start({ browser: BROWSER });
		await record(2);
		server.cut();
		await record(2);
		line.send({ type: 'audio.mute', isMuted: true });
		await clock.pass(2_000);
		expect(seqs(server)).toEqual(upTo(4));
		const last = server.requests.at(-1);
		expect(last).toEqual({ type: 'audio.mute', isMuted: true });
		server.cut();
		await clock.pass(2_000);
		expect(server.asked('audio.mute').at(-1)?.isMuted).toBe(true);
	});

	it('says why it was refused, and does not come back by itself', async () => {
		const refusal = { code: 'forbidden', isRetryable: false, message: 'Not yours.' } as const;
		const { server, line, clock, refusals } = calling(async () => refusal);
		server.isAway = true;
		line.start({ browser: BROWSER });
		await clock.pass(60_000);
		expect(refusals).toEqual([refusal]);
	});

	it('gives up a call that never began after some seconds, and one that was lost after two minutes', async () => {
		const never = calling();
		never.server.isAway = true;
		never.line.start({ browser: BROWSER });
		await never.clock.pass(20_000);
		expect(never.refusals).toEqual([{ code: 'unreachable', isRetryable: true, message: '' }]);

		const lost = calling();
		lost.line.start({ browser: BROWSER });
		await lost.clock.pass(100);
		lost.server.isAway = true;
		lost.server.cut();
		await lost.clock.pass(100_000);
		expect(lost.refusals).toEqual([]);
		await lost.clock.pass(60_000);
		expect(lost.refusals.map(({ code }) => code)).toEqual(['unreachable']);
	});

	it('tells a second tab that there is a call, and the first one that it was taken over', async () => {
		const { server, line, clock, refusals, kept } = calling();
		line.start({ browser: BROWSER });
		await clock.pass(100);
		expect(kept()).toEqual({ sessionId: 'session', token: 'token-1' });
		server.tell({ type: 'session.ended', reason: 'replaced' });
		expect(refusals).toEqual([{ code: 'replaced', isRetryable: true, message: '' }]);
		expect(kept()).toBeUndefined();
		await clock.pass(60_000);
		expect(server.greetings).toBe(1);
	});

	it('asks for a button to be held when the line is too slow, and then for typing', async () => {
		const { server, line, clock, record, steps } = calling();
		line.start({ browser: BROWSER });
		await clock.pass(12_000);
		const slow = async (frames: number) => {
			for (let i = 0; i < frames; i++) {
				// It moves, but not fast enough.
				server.bufferedAmount = 60_000 - i;
				await record(1);
			}
		};
		await slow(30);
		expect(steps).toEqual(['push-to-talk']);
		await slow(150);
		expect(steps).toEqual(['push-to-talk', 'typing']);
	});

	it('takes a line on which nothing moves for dead, and calls again', async () => {
		const { server, line, record } = calling();
		line.start({ browser: BROWSER });
		await record(5);
		server.bufferedAmount = 40_000;
		await record(70);
		server.bufferedAmount = 0;
		await record(5);
		expect(server.greetings).toBe(2);
		expect(seqs(server)).toEqual(upTo(80));
	});

	it('is not taken for dead while everything leaves it that it is given', async () => {
		const { server, line, record } = calling();
		line.start({ browser: BROWSER });
		await record(100);
		expect(server.greetings).toBe(1);
	});

	it('calls again when the server does not answer', async () => {
		const { server, line, clock } = calling();
		line.start({ browser: BROWSER });
		// The greeting is lost on its way.
		server.arriving = 0;
		await clock.pass(12_000);
		expect(server.greetings).toBe(1);
	});
});
