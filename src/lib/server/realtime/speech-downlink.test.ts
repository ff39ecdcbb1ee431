import { describe, expect, it } from 'vitest';
import type { SoundFrame } from '#lib/shared/voice/frames.ts';
import type { PlacedFrame } from '#lib/shared/voice/sound.ts';
import { createManualTimers } from './fixtures/manual-timers.ts';
import { decodePacket } from './packet.ts';
import { readStereo } from './samples.ts';
import { createSpeechDownlink } from './speech-downlink.ts';

const RATE = 24_000;
const frameOf = (responseId: number, seq: number, value: number): SoundFrame => ({
	kind: 'speech',
	subframes: 0,
	responseId,
	seq,
	mediaMs: seq * 40,
	samples: new Int16Array(960).fill(value)
});

function open() {
	const timers = createManualTimers();
	const packets: Float32Array[] = [];
	const placed: PlacedFrame[] = [];
	const downlink = createSpeechDownlink({
		...timers,
		send: (packet) => packets.push(readStereo(decodePacket(packet).payload)),
		onPlaced: (frame) => placed.push(frame)
	});
	return {
		...timers,
		advance: timers.advance.bind(timers),
		packets,
		placed,
		downlink,
		/** The track from its beginning, 48 kHz. */
		track: () => packets.flatMap((packet) => [...packet])
	};
}

describe('the track of speech', () => {
	it('is a packet every 20 ms, of silence while nobody speaks', () => {
		const { advance, packets, track } = open();
		advance(1_000);
		expect(packets).toHaveLength(1_000 / 20 + 2);
		expect(packets.every((packet) => packet.length === 960)).toBe(true);
		expect(Math.max(...track())).toBe(0);
	});

	it('holds every frame where the page was told it is, without a gap between two', () => {
		const { advance, downlink, placed, track } = open();
		advance(1_000);
		for (let seq = 0; seq < 5; seq++) downlink.push(frameOf(1, seq, 8_000 + seq * 1_000), RATE);
		advance(1_000);
		const sound = track();
		for (const [seq, { streamMs, lengthMs }] of placed.entries()) {
			const middle = sound[(streamMs + lengthMs / 2) * 48] ?? 0;
			expect(middle).toBeCloseTo((8_000 + seq * 1_000) / 32_768, 2);
		}
		expect(placed.map(({ streamMs }) => streamMs - (placed[0]?.streamMs ?? 0))).toEqual([
			0, 40, 80, 120, 160
		]);
	});

	it('tells where it becomes audible, to the sample, after quiet and only then', () => {
		const { advance, downlink, placed, track } = open();
		advance(500);
		const quietFirst = frameOf(1, 0, 0);
		quietFirst.samples.fill(9_000, 480);
		downlink.push(quietFirst, RATE);
		downlink.push(frameOf(1, 1, 9_000), RATE);
		advance(1_000);
		expect(placed[1]?.audibleMs).toBeUndefined();
		const told = (placed[0]?.streamMs ?? 0) + (placed[0]?.audibleMs ?? 0);
		const heard = track().findIndex((sample) => Math.abs(sample) >= 0.01) / 48;
		expect(told).toBeCloseTo(heard, 1);
	});

	it('leaves quiet before another response, so that its edge can be found', () => {
		const { advance, downlink, placed } = open();
		advance(500);
		downlink.push(frameOf(1, 0, 9_000), RATE);
		downlink.push(frameOf(2, 0, 9_000), RATE);
		advance(500);
		const [first, second] = placed;
		expect((second?.streamMs ?? 0) - (first?.streamMs ?? 0)).toBeGreaterThanOrEqual(140);
		expect(second?.audibleMs).toBeDefined();
	});

	it('sends nothing of what was cancelled but what is on its way', () => {
		const { advance, downlink, packets } = open();
		advance(200);
		for (let seq = 0; seq < 10; seq++) downlink.push(frameOf(1, seq, 9_000), RATE);
		advance(200);
		downlink.drop(1);
		const before = packets.length;
		advance(1_000);
		expect(Math.max(...packets.slice(before).flatMap((packet) => [...packet]))).toBe(0);
	});

	it('does not pour out what it missed after the process stood still, and finds an edge again', () => {
		const { advance, downlink, packets, placed } = open();
		advance(1_000);
		downlink.push(frameOf(1, 0, 9_000), RATE);
		const before = packets.length;
		advance(20, 2_000);
		expect(packets.length - before).toBeLessThan(8);
		downlink.push(frameOf(1, 1, 9_000), RATE);
		expect(placed.at(-1)?.audibleMs).toBeDefined();
	});

	it('leaves no timer when it stops', () => {
		const timers = createManualTimers();
		const downlink = createSpeechDownlink({ ...timers, send: () => undefined, onPlaced: () => undefined });
		timers.advance(100);
		downlink.stop();
		expect(timers.open).toBe(0);
	});
});
