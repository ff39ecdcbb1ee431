import { describe, expect, it } from 'vitest';
import { createResampler } from './resample.ts';

const tone = (hz: number, rate: number, seconds: number) =>
	Int16Array.from({ length: rate * seconds }, (_, at) => Math.sin((2 * Math.PI * hz * at) / rate) * 10_000);

describe('sound at another rate', () => {
	it('is the same tone, whatever bits it comes in', () => {
		for (const rate of [16_000, 22_050, 44_100, 48_000]) {
			const resample = createResampler(rate, 24_000);
			const sound = tone(220, rate, 1);
			const made: number[] = [];
			for (let at = 0, bit = 1; at < sound.length; at += bit, bit = (bit * 7 + 3) % 501)
				made.push(...resample(sound.subarray(at, at + bit)));
			expect(Math.abs(made.length - 24_000)).toBeLessThanOrEqual(2);
			const expected = tone(220, 24_000, 1);
			const worst = made.reduce(
				(most, value, at) => Math.max(most, Math.abs(value - (expected[at] ?? value))),
				0
			);
			expect(worst).toBeLessThan(40);
		}
	});

	it('goes through untouched at the same rate', () => {
		const sound = tone(440, 24_000, 0.01);
		expect(createResampler(24_000, 24_000)(sound)).toBe(sound);
	});
});
