import { expect, it } from 'vitest';
import { encodeFrame } from '../../shared/voice/frames.ts';
import { CarriedFrames, isMicrophoneFrame } from './carried-frames.ts';

const frame = (seq: number) =>
	encodeFrame({
		kind: 'microphone',
		subframes: 4,
		responseId: 0,
		seq,
		mediaMs: seq * 80,
		samples: new Int16Array(1_280)
	});
const seqs = (frames: ArrayBuffer[]) => frames.map((bytes) => new DataView(bytes).getUint32(4, true));

it('keeps what was not acknowledged, and gives it up once', () => {
	const carried = new CarriedFrames();
	for (const seq of [5, 6, 7, 8])
		expect(carried.keep(frame(seq))).toEqual({ seq, mediaMs: 80 * seq, subframes: 4 });
	carried.acknowledge(6);
	expect(seqs(carried.takeAll())).toEqual([7, 8]);
	expect(carried.takeAll()).toEqual([]);
});

it('keeps no more than the call does: thirty seconds', () => {
	const carried = new CarriedFrames();
	for (let seq = 0; seq < 1_000; seq++) carried.keep(frame(seq));
	expect(seqs(carried.takeAll())).toHaveLength(375);
});

it('tells frames of the microphone from other bytes', () => {
	expect(isMicrophoneFrame(frame(0))).toBe(true);
	expect(isMicrophoneFrame(new ArrayBuffer(3))).toBe(false);
	expect(isMicrophoneFrame(new Uint8Array(40).fill(2).buffer)).toBe(false);
});
