import { describe, expect, it } from 'vitest';
import { toWav } from '../workers-ai/wav.ts';
import { createPcmReader } from './pcm.ts';

const SAMPLES = Int16Array.from({ length: 500 }, (_, index) => ((index * 131) % 65_536) - 32_768);

function readInParts(bytes: Uint8Array, size: number): number[] {
	const reader = createPcmReader();
	const samples: number[] = [];
	for (let from = 0; from < bytes.length; from += size)
		samples.push(...reader.read(bytes.subarray(from, from + size)));
	return samples;
}

describe('bytes of PCM', () => {
	const raw = new Uint8Array(SAMPLES.buffer);

	it.each([1, 3, 7, 44, 999, 5_000])('are the same samples in chunks of %i', (size) => {
		expect(readInParts(raw, size)).toEqual([...SAMPLES]);
		expect(readInParts(toWav(SAMPLES, 24_000), size)).toEqual([...SAMPLES]);
	});

	it('may come with a header that says more than it need', () => {
		const wav = toWav(SAMPLES, 24_000);
		const list = new Uint8Array([0x4c, 0x49, 0x53, 0x54, 3, 0, 0, 0, 1, 2, 3, 0]);
		const longer = new Uint8Array([...wav.subarray(0, 36), ...list, ...wav.subarray(36)]);
		expect(readInParts(longer, 10)).toEqual([...SAMPLES]);
	});

	it('of another kind are refused, and a header without an end', () => {
		expect(() => readInParts(toWav(SAMPLES, 44_100), 100)).toThrow('44100 Hz');
		const endless = new Uint8Array(5_000);
		endless.set([0x52, 0x49, 0x46, 0x46]);
		expect(() => readInParts(endless, 1_000)).toThrow('header');
	});
});
