import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, type SoundFrame } from './frames.ts';

const microphone = (subframes = 4, seq = 7): SoundFrame => ({
	kind: 'microphone',
	subframes,
	responseId: 0,
	seq,
	mediaMs: seq * 80,
	samples: Int16Array.from({ length: subframes * 320 }, (_, at) => ((at * 37) % 65_536) - 32_768)
});

/** A good frame with some bytes of its header written over. */
function spoilt(write: (view: DataView) => void, frame = microphone()): ArrayBuffer {
	const buffer = encodeFrame(frame);
	write(new DataView(buffer));
	return buffer;
}

describe('frames of sound', () => {
	it('come out as they went in, of either kind', () => {
		const speech: SoundFrame = {
			kind: 'speech',
			subframes: 0,
			responseId: 65_535,
			seq: 4_294_967_295,
			mediaMs: 1_234.5,
			samples: Int16Array.of(-32_768, 0, 32_767)
		};
		for (const frame of [microphone(1), microphone(4), speech])
			expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
	});

	it('are little-endian, with a header of 16 bytes', () => {
		const bytes = new Uint8Array(
			encodeFrame({ ...microphone(1, 0x01020304), samples: new Int16Array(320).fill(0x0506) })
		);
		expect(bytes).toHaveLength(16 + 640);
		expect([...bytes.subarray(0, 8)]).toEqual([1, 1, 0, 0, 4, 3, 2, 1]);
		expect([...bytes.subarray(16, 18)]).toEqual([6, 5]);
	});

	it.each<[string, () => ArrayBuffer, RegExp]>([
		['nothing', () => new ArrayBuffer(0), /0 bytes/],
		['less than a header', () => new ArrayBuffer(15), /less than its header/],
		['half a sample', () => encodeFrame(microphone()).slice(0, -1), /half a sample/],
		['a kind that there is not', () => spoilt((view) => view.setUint8(0, 9)), /kind 9/],
		['kind 0', () => new ArrayBuffer(1_296), /kind 0/],
		['no subframes', () => spoilt((view) => view.setUint8(1, 0)), /1 to 4 subframes, not 0/],
		['more subframes than sound', () => spoilt((view) => view.setUint8(1, 4), microphone(1)), /1280 samples/],
		['255 subframes', () => spoilt((view) => view.setUint8(1, 255)), /not 255/],
		['a time that is no number', () => spoilt((view) => view.setFloat64(8, Number.NaN, true)), /no time/],
		['a time without end', () => spoilt((view) => view.setFloat64(8, Infinity, true)), /no time/],
		['a time before the beginning', () => spoilt((view) => view.setFloat64(8, -1, true)), /no time/],
		['speech without a sample', () => spoilt((view) => view.setUint8(0, 2)).slice(0, 16), /1 to 48000/],
		[
			'ten megabytes',
			() => spoilt(() => undefined, { ...microphone(), samples: new Int16Array(5_000_000) }),
			/5000000/
		]
	])('refuses %s and says why', (_what, make, words) => {
		expect(() => decodeFrame(make())).toThrow(RangeError);
		expect(() => decodeFrame(make())).toThrow(words);
	});

	it('throws nothing but a RangeError at any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 700 }), (bytes) => {
				try {
					const frame = decodeFrame(bytes.slice().buffer);
					expect(frame.samples.length).toBeGreaterThan(0);
				} catch (thrown) {
					expect(thrown).toBeInstanceOf(RangeError);
				}
			})
		);
	});
});
