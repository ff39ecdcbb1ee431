import { describe, expect, it } from 'vitest';
import type { SoundFrame } from '#lib/shared/voice/frames.ts';
import { createManualClock } from '../platform/index.ts';
import { stereoPacket } from './fixtures/stereo-packet.ts';
import { createMicUplink } from './mic-uplink.ts';

function open() {
	const clock = createManualClock();
	const frames: SoundFrame[] = [];
	const uplink = createMicUplink({ clock, onFrame: (frame) => frames.push(frame) });
	let timestamp = 0;
	return {
		clock,
		frames,
		uplink,
		announce(seq: number) {
			uplink.announce({ seq, mediaMs: seq * 80, subframes: 4 });
		},
		/** So many packets of 20 ms, in real time. */
		hear(count: number, value: number, lost = 0) {
			for (let i = 0; i < count; i++) {
				timestamp += 960 * (i === 0 ? lost : 0);
				uplink.packet(stereoPacket(new Float32Array(960).fill(value), timestamp));
				timestamp += 960;
				clock.advance(20);
			}
		}
	};
}
const level = ({ samples }: SoundFrame) =>
	samples.reduce((sum, sample) => sum + sample, 0) / samples.length / 32_768;

describe('frames of the microphone out of the track', () => {
	it('bear the number the page gave them, and 80 ms of sound each', () => {
		const { frames, hear, announce } = open();
		hear(10, 0.25);
		for (let seq = 7; seq < 10; seq++) {
			announce(seq);
			hear(4, 0.25);
		}
		expect(
			frames.map(({ seq, mediaMs, subframes, samples }) => [seq, mediaMs, subframes, samples.length])
		).toEqual([7, 8, 9].map((seq) => [seq, seq * 80, 4, 1_280]));
		expect(level(frames[1] as SoundFrame)).toBeCloseTo(0.25, 2);
	});

	it('follow each other without a gap, however the two ways differ', () => {
		const { frames, hear, announce } = open();
		hear(10, 0);
		for (let seq = 0; seq < 10; seq++) {
			announce(seq);
			hear(4, (seq + 1) / 20);
		}
		const heard = frames.flatMap(({ samples }) => [...samples]);
		// Steps up and never back: nothing is heard twice, and nothing is missing between frames.
		const steps = new Set(heard.map((sample) => Math.round((sample / 32_768) * 20)));
		expect([...steps]).toEqual([...steps].toSorted((a, b) => a - b));
		expect(frames).toHaveLength(10);
	});

	it('are silence where sound was lost on the way, so that the call is not held up', () => {
		const { frames, hear, announce, clock } = open();
		hear(5, 0.5);
		announce(0);
		clock.advance(80);
		announce(1);
		clock.advance(500);
		announce(2);
		hear(1, 0.5);
		expect(frames.map(({ seq }) => seq)).toEqual([0, 1]);
		expect(level(frames[1] as SoundFrame)).toBe(0);
	});

	it('wait where nothing comes at all: the page still has them', () => {
		const { frames, hear, uplink, announce, clock } = open();
		hear(5, 0.5);
		for (let seq = 0; seq < 20; seq++) {
			announce(seq);
			clock.advance(80);
		}
		expect(frames).toEqual([]);
		expect(uplink.isBehind()).toBe(true);
	});

	it('begin anew after the microphone was muted: what was heard meanwhile is nobody’s', () => {
		const { frames, hear, announce } = open();
		announce(0);
		hear(4, 0.1);
		hear(100, 0.9);
		hear(5, 0.2);
		announce(1);
		hear(4, 0.2);
		expect(frames.map(({ seq }) => seq)).toEqual([0, 1]);
		expect(level(frames[1] as SoundFrame)).toBeCloseTo(0.2, 2);
	});

	it('are not shifted by packets that were lost', () => {
		const { frames, hear, announce } = open();
		hear(4, 0.3);
		announce(0);
		// Two of the four packets of this frame's time never come.
		hear(2, 0.3, 2);
		announce(1);
		hear(4, 0.3);
		expect(frames.map(({ seq }) => seq)).toEqual([0, 1]);
	});

	it('do not grow old where the track runs ahead of the numbers', () => {
		const { frames, hear, announce } = open();
		for (let seq = 0; seq < 40; seq++) {
			announce(seq);
			hear(6, seq / 100);
		}
		// A frame is never more than half a second older than its number: 40 frames of 120 ms each would have left it 1.6 s behind.
		expect(level(frames.at(-1) as SoundFrame)).toBeGreaterThan(0.34);
	});

	it('may be shorter than four pieces, and bear whatever time the page says', () => {
		const { frames, hear, uplink } = open();
		hear(10, 0.5);
		uplink.announce({ seq: 3, mediaMs: 61_020, subframes: 1 });
		hear(4, 0.5);
		expect(
			frames.map(({ seq, mediaMs, subframes, samples }) => [seq, mediaMs, subframes, samples.length])
		).toEqual([[3, 61_020, 1, 320]]);
	});

	it('refuses what is no packet of stereo sound', () => {
		const { uplink } = open();
		expect(() => {
			uplink.packet(new Uint8Array([0x2a, 3, 1, 2, 3]));
		}).toThrow(RangeError);
	});
});
