import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResampler } from './resampler.ts';

const tone = (hz: number, rate: number, seconds: number) =>
	Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));
/** Past the filter's own beginning and end. */
const loudness = (samples: Float32Array) => {
	const middle = samples.subarray(samples.length / 4, (samples.length * 3) / 4);
	return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
};
const decibel = (ratio: number) => 20 * Math.log10(ratio);
/** What comes out of a tone, against what went in. */
const gain = (hz: number, from: number, to: number) =>
	decibel(loudness(createResampler(from, to).push(tone(hz, from, 1))) / loudness(tone(hz, from, 1)));
/** How much of one tone is in a sound. */
const share = (samples: Float32Array, hz: number, rate: number) => {
	let real = 0;
	let imaginary = 0;
	samples.forEach((sample, i) => {
		real += sample * Math.cos((2 * Math.PI * hz * i) / rate);
		imaginary += sample * Math.sin((2 * Math.PI * hz * i) / rate);
	});
	return (2 * Math.hypot(real, imaginary)) / samples.length;
};

describe('from 48 to 16 kHz', () => {
	it.each([100, 440, 1_000, 3_000, 5_000, 6_500])('a tone of %i Hz is as loud as before', (hz) => {
		expect(Math.abs(gain(hz, 48_000, 16_000))).toBeLessThan(0.1);
	});

	it.each([8_200, 9_000, 12_000, 15_900, 16_100, 20_000, 23_000])(
		'a tone of %i Hz is gone, and not folded over',
		(hz) => {
			expect(gain(hz, 48_000, 16_000)).toBeLessThan(-60);
		}
	);

	it('gives one sample for three', () => {
		expect(createResampler(48_000, 16_000).push(new Float32Array(960))).toHaveLength(320);
	});
});

describe('from 24 to 48 kHz', () => {
	it.each([100, 1_000, 8_000, 10_000])('a tone of %i Hz is as loud as before', (hz) => {
		expect(Math.abs(gain(hz, 24_000, 48_000))).toBeLessThan(0.1);
	});

	it.each([1_000, 4_000, 9_000])('a tone of %i Hz has no mirror image above 12 kHz', (hz) => {
		const out = createResampler(24_000, 48_000)
			.push(tone(hz, 24_000, 1))
			.subarray(4_800, 43_200);
		expect(decibel(share(out, 24_000 - hz, 48_000) / share(out, hz, 48_000))).toBeLessThan(-60);
	});
});

it.each([
	[22_050, 48_000],
	[44_100, 48_000],
	[48_000, 24_000],
	[16_000, 48_000]
])('takes %i Hz to %i Hz', (from, to) => {
	expect(Math.abs(gain(1_000, from, to))).toBeLessThan(0.1);
	expect(createResampler(from, to).push(new Float32Array(from))).toHaveLength(to);
});

it('gives the same whether sound comes at once or in pieces', () => {
	const whole = tone(700, 48_000, 0.1);
	const expected = createResampler(48_000, 16_000).push(whole);
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 20 }), (lengths) => {
			const resampler = createResampler(48_000, 16_000);
			const out: number[] = [];
			let at = 0;
			for (const length of [...lengths, whole.length]) {
				out.push(...resampler.push(whole.subarray(at, at + length)));
				at = Math.min(whole.length, at + length);
			}
			expect(out).toHaveLength(expected.length);
			expect(Math.max(...out.map((sample, i) => Math.abs(sample - (expected[i] ?? 9))))).toBeLessThan(1e-6);
		}),
		{ numRuns: 30 }
	);
});
