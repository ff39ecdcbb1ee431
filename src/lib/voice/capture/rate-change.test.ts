import { describe, expect, it } from 'vitest';
import { RateChange } from './rate-change.ts';

function change(from: number, hz: number, pieces: number): number[] {
	const rateChange = new RateChange(from, 16_000);
	const out: number[] = [];
	let at = 0;
	for (let i = 0; i < pieces; i++) {
		const samples = Float32Array.from({ length: 128 }, () => Math.sin((2 * Math.PI * hz * at++) / from));
		out.push(...rateChange.push(samples));
	}
	return out;
}
const rms = (samples: number[]) =>
	Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);

describe('a microphone of another rate', () => {
	it.each([48_000, 44_100])('of %d Hz gives as many samples as 16 kHz has, as loud and as high', (from) => {
		const out = change(from, 440, 400);
		expect(out.length / 16_000).toBeCloseTo((400 * 128) / from, 2);
		for (let i = 200; i < 2_000; i++)
			expect(Math.abs((out[i] ?? 0) - Math.sin((2 * Math.PI * 440 * i) / 16_000))).toBeLessThan(0.02);
	});

	it('keeps out what is too high for 16 kHz', () => {
		expect(rms(change(48_000, 12_000, 100).slice(100))).toBeLessThan(0.01);
	});
});
