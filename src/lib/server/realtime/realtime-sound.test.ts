import { describe, expect, it } from 'vitest';
import { decodeFrame } from '#lib/shared/voice/frames.ts';
import { Adapter, setUp, settle } from './fixtures/sounding-call.ts';
import { stereoPacket } from './fixtures/stereo-packet.ts';

describe('the sound of a call by WebRTC', () => {
	it('is offered to the page once its call is ready, after the answer to that', () => {
		const { connection, types } = setUp();
		connection.send(JSON.stringify({ type: 'session.ready' }));
		connection.send(JSON.stringify({ type: 'audio.ack', seq: 1 }));
		expect(types()).toEqual(['session.ready', 'sound.available', 'audio.ack']);
	});

	it('is agreed on in three steps, and is live after the last', async () => {
		const { goLive, types, page, logged } = setUp();
		await goLive();
		expect(types()).toEqual(['sound.answer', 'sound.subscribe', 'sound.live']);
		expect(page.slice(0, 2)).toEqual([
			{ type: 'sound.answer', attempt: 1, sdp: 'answer to offer' },
			{ type: 'sound.subscribe', attempt: 1, sdp: 'offer of speech' }
		]);
		expect(logged).toEqual([]);
	});

	it('goes by the socket before it is live, and by the track after it', async () => {
		const { goLive, speak, bytes, page, adapters, advance } = setUp();
		speak(0);
		await goLive();
		speak(1);
		advance(400);
		expect(bytes.map((frame) => decodeFrame(frame).seq)).toEqual([0]);
		expect(page.at(-1)).toMatchObject({
			type: 'sound.frame',
			responseId: 1,
			seq: 1,
			mediaMs: 40,
			lengthMs: 40
		});
		const track = adapters.speech.packets.flatMap((packet) => [...packet]);
		expect(track.filter((sample) => sample > 0.2).length).toBeGreaterThan(1_800);
	});

	it('brings frames of the microphone to the call under the page’s own numbers', async () => {
		const { goLive, say, hearTrack, heard } = setUp();
		await goLive();
		hearTrack(6);
		say({ type: 'sound.frame', seq: 41, mediaMs: 80 * 41, subframes: 4 });
		hearTrack(4, 6);
		say({ type: 'sound.frame', seq: 42, mediaMs: 80 * 42, subframes: 4 });
		hearTrack(4, 10);
		expect(
			heard.map((frame) => decodeFrame(frame)).map(({ kind, seq, mediaMs }) => [kind, seq, mediaMs])
		).toEqual([
			['microphone', 41, 3_280],
			['microphone', 42, 3_360]
		]);
	});

	it('goes by the socket again where frames are told of and none is heard, or far more than anybody speaks', async () => {
		const slow = setUp();
		await slow.goLive();
		for (let seq = 0; seq < 20; seq++) {
			slow.say({ type: 'sound.frame', seq, mediaMs: 80 * seq, subframes: 4 });
			slow.advance(80);
		}
		expect(slow.page.at(-1)).toEqual({ type: 'sound.lost', attempt: 1, reason: 'silent' });
		const flood = setUp();
		await flood.goLive();
		for (let seq = 0; seq < 10_000; seq++)
			flood.say({ type: 'sound.frame', seq, mediaMs: 80 * seq, subframes: 4 });
		expect(flood.page.at(-1)).toEqual({ type: 'sound.lost', attempt: 1, reason: 'silent' });
		expect([...slow.heard, ...flood.heard]).toEqual([]);
	});

	it('is not sent when it was cancelled', async () => {
		const { goLive, speak, connection, adapters, advance } = setUp();
		await goLive();
		for (let seq = 0; seq < 10; seq++) speak(seq);
		connection.send(JSON.stringify({ type: 'response.cancelled', responseId: 1 }));
		advance(1_000);
		const track = adapters.speech.packets.flatMap((packet) => [...packet]);
		expect(Math.max(...track)).toBe(0);
	});

	it('goes by the socket again when an adapter is lost, with what the page may not have heard', async () => {
		const { goLive, speak, sound, adapters, endpoints, bytes, page, calls } = setUp();
		await goLive();
		for (const seq of [0, 1, 2]) speak(seq);
		sound.adapterClosed(endpoints.speech, adapters.speech);
		speak(3);
		expect(page.at(-1)).toEqual({ type: 'sound.lost', attempt: 1, reason: 'disconnected' });
		expect(bytes.map((frame) => decodeFrame(frame).seq)).toEqual([0, 1, 2, 3]);
		await settle();
		expect(calls).toEqual(['close m,s', 'close session 0']);
		expect(adapters.microphone.closed).toBe(1_000);
	});

	it('does not send again what was cancelled before it was lost', async () => {
		const { goLive, speak, say, connection, bytes } = setUp();
		await goLive();
		speak(0);
		connection.send(JSON.stringify({ type: 'response.cancelled', responseId: 1 }));
		speak(0, 2);
		say({ type: 'sound.close', attempt: 1, reason: 'silent' });
		expect(bytes.map((frame) => decodeFrame(frame).responseId)).toEqual([2]);
	});

	it('stays when the adapter of the microphone comes back in time, at the same address', async () => {
		const { goLive, sound, adapters, endpoints, advance, types } = setUp();
		await goLive();
		sound.adapterClosed(endpoints.microphone, adapters.microphone);
		const again = new Adapter();
		expect(sound.adopt(endpoints.microphone, again)).toBe(true);
		advance(3_000);
		expect(types()).not.toContain('sound.lost');
		sound.adapterClosed(endpoints.microphone, again);
		advance(3_000);
		expect(types()).toContain('sound.lost');
	});

	it('knows no secret but its own, and none after its end', async () => {
		const { goLive, sound, say, endpoints, adapters } = setUp();
		expect(sound.adopt('secret-1', new Adapter())).toBe(false);
		await goLive();
		expect(sound.adopt('something', new Adapter())).toBe(false);
		expect(endpoints.microphone).not.toBe(endpoints.speech);
		say({ type: 'sound.close', attempt: 1, reason: 'closed' });
		expect(sound.adopt(endpoints.microphone, new Adapter())).toBe(false);
		expect(adapters.speech.closed).toBe(1_000);
	});

	it('is not heard from the speech’s address, nor from a socket that was replaced', async () => {
		const { goLive, say, sound, adapters, endpoints, heard, advance } = setUp();
		await goLive();
		sound.adopt(endpoints.microphone, new Adapter());
		say({ type: 'sound.frame', seq: 1, mediaMs: 80 * 1, subframes: 4 });
		for (let i = 0; i < 20; i++) {
			const packet = stereoPacket(new Float32Array(960).fill(0.5), i * 960).slice().buffer;
			sound.hearAdapter(endpoints.speech, adapters.speech, packet);
			sound.hearAdapter(endpoints.microphone, adapters.microphone, packet);
			advance(10);
		}
		expect(heard).toEqual([]);
	});

	it('ends when an adapter sends what is no sound, and not after one bad packet', async () => {
		const { goLive, sound, adapters, endpoints, types } = setUp();
		await goLive();
		const junk = (count: number) => {
			for (let i = 0; i < count; i++)
				sound.hearAdapter(endpoints.microphone, adapters.microphone, new Uint8Array([0x2a, 9, 1]).buffer);
		};
		junk(9);
		sound.hearAdapter(endpoints.microphone, adapters.microphone, 'hello');
		expect(types().filter((type) => type === 'sound.lost')).toHaveLength(1);
		junk(5);
		expect(types().filter((type) => type === 'sound.lost')).toHaveLength(1);
	});

	it.each([
		['publish', 'sound.lost'],
		['openAdapters', 'sound.lost'],
		['subscribe', 'sound.lost'],
		['renegotiate', 'sound.lost']
	] as const)(
		'is given up when the media server fails to %s; the call keeps its socket',
		async (method, last) => {
			const broken = () => Promise.reject(new Error('no'));
			const { goLive, types, speak, bytes, logged } = setUp({ [method]: broken });
			await goLive();
			expect(types().at(-1)).toBe(last);
			expect(types()).not.toContain('sound.live');
			speak(0);
			expect(bytes).toHaveLength(1);
			expect(logged).toHaveLength(1);
		}
	);

	it('is given up when the page does not go on', async () => {
		const { say, advance, page } = setUp();
		say({ type: 'sound.offer', attempt: 1, sdp: 'offer', mid: '0' });
		await settle();
		advance(15_000);
		expect(page.at(-1)).toEqual({ type: 'sound.lost', attempt: 1, reason: 'timeout' });
	});

	it('closes what a step brings that was under way when it ended', async () => {
		let answer: (value: { adapters: string[]; speechSession: string }) => void = () => undefined;
		const { say, calls, types } = setUp({
			openAdapters: () => new Promise((resolve) => (answer = resolve))
		});
		say({ type: 'sound.offer', attempt: 1, sdp: 'offer', mid: '0' });
		await settle();
		say({ type: 'sound.connected', attempt: 1 });
		await settle();
		say({ type: 'sound.close', attempt: 1, reason: 'timeout' });
		answer({ adapters: ['late'], speechSession: 'speaker' });
		await settle();
		expect(calls).toContain('close late');
		expect(types()).not.toContain('sound.subscribe');
	});

	it('lets the object sleep after a minute in which nobody spoke, and not before', async () => {
		const { goLive, say, speak, advance, page } = setUp();
		await goLive();
		for (let second = 0; second < 50; second++) advance(1_000);
		say({ type: 'sound.frame', seq: 1, mediaMs: 80 * 1, subframes: 4 });
		advance(55_000);
		speak(0);
		advance(59_000);
		expect(page.map(({ type }) => type)).not.toContain('sound.lost');
		advance(2_000);
		expect(page.at(-1)).toEqual({ type: 'sound.lost', attempt: 1, reason: 'idle' });
	});

	it('leaves nothing behind when the page’s socket closes', async () => {
		const { goLive, sound, socket, timers, calls, page } = setUp();
		await goLive();
		const said = page.length;
		sound.closed(socket);
		await settle();
		expect(timers.open).toBe(0);
		expect(calls).toEqual(['close m,s', 'close session 0']);
		expect(page).toHaveLength(said);
		expect(sound.hear(socket, JSON.stringify({ type: 'sound.offer', attempt: 9, sdp: 'x', mid: '0' }))).toBe(
			true
		);
	});

	it('passes over an older try, and what is none of its business', async () => {
		const { goLive, say, sound, socket, types } = setUp();
		await goLive(3);
		const said = types().length;
		say({ type: 'sound.offer', attempt: 2, sdp: 'offer', mid: '0' });
		say({ type: 'sound.close', attempt: 2, reason: 'timeout' });
		await settle();
		expect(types()).toHaveLength(said);
		expect(sound.hear(socket, '{"type":"audio.mute","isMuted":true}')).toBe(false);
		expect(sound.hear(socket, new ArrayBuffer(20))).toBe(false);
	});

	it.each([
		'{"type":"sound.offer"}',
		'{"type":"sound.offer","attempt":1,"sdp":"","mid":"0"}',
		`{"type":"sound.offer","attempt":1,"sdp":"${'x'.repeat(80_000)}","mid":"0"}`,
		'{"type":"sound.frame","seq":-1,"mediaMs":0,"subframes":4}',
		'{"type":"sound.frame","seq":1,"mediaMs":0,"subframes":5}',
		'{"type":"sound.nonsense"}',
		'{"type":"sound.offer"'
	])('passes over %s', async (text) => {
		const { sound, socket, types, logged } = setUp();
		expect(sound.hear(socket, text)).toBe(true);
		await settle();
		expect(types()).toEqual([]);
		expect(logged).toEqual([]);
	});

	it('hands on how well it does, in numbers', () => {
		const { say, stats } = setUp();
		const measured = { jitterMs: 1, bufferMs: 40, roundTripMs: 20, lostRatio: 0.01, concealedRatio: 0 };
		say({ type: 'sound.stats', ...measured });
		expect(stats).toEqual([measured]);
	});
});
