import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosineOfTurns, exp, ln, sineOfTurns } from './exact-math.ts';
import { PowerSpectrum } from './power-spectrum.ts';
import { Resampler } from './resampler.ts';

describe('exact mathematics', () => {
	it('agrees with the engine to the last few bits', () => {
		fc.assert(
			fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (value) => {
				expect(Math.abs(ln(value) - Math.log(value))).toBeLessThanOrEqual(
					1e-15 * Math.max(1, Math.abs(Math.log(value))) * 4
				);
			})
		);
		fc.assert(
			fc.property(fc.double({ min: -600, max: 600, noNaN: true }), (value) => {
				expect(Math.abs(exp(value) / Math.exp(value) - 1)).toBeLessThan(1e-13);
			})
		);
		fc.assert(
			fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (turns) => {
				expect(sineOfTurns(turns)).toBeCloseTo(Math.sin(2 * Math.PI * turns), 12);
				expect(cosineOfTurns(turns)).toBeCloseTo(Math.cos(2 * Math.PI * turns), 12);
			})
		);
	});
});

describe('a power spectrum', () => {
	it('is that of the discrete Fourier transform by its definition', () => {
		const size = 64;
		const samples = Float32Array.from(
			{ length: size },
			(_, at) => Math.sin(at * 0.7) + 0.3 * Math.cos(at * 2.1) + 0.1
		);
		const spectrum = new PowerSpectrum(size);
		spectrum.compute(samples, 0);
		for (let bin = 0; bin <= size / 2; bin++) {
			let [real, imaginary] = [0, 0];
			for (let at = 0; at < size; at++) {
				const windowed = (samples[at]! * ((0.5 - 0.5 * Math.cos((2 * Math.PI * at) / size)) * 4)) / size;
				real += windowed * Math.cos((2 * Math.PI * bin * at) / size);
				imaginary -= windowed * Math.sin((2 * Math.PI * bin * at) / size);
			}
			expect(spectrum.power[bin]).toBeCloseTo(real * real + imaginary * imaginary, 10);
		}
	});

	it('gives a full-scale sine the power 1', () => {
		const spectrum = new PowerSpectrum(1_024);
		spectrum.compute(
			Float32Array.from({ length: 1_024 }, (_, at) => Math.sin((2 * Math.PI * 100 * at) / 1_024)),
			0
		);
		expect(spectrum.power[100]).toBeCloseTo(1, 5);
	});
});

describe('a resampler', () => {
	const sine = (hertz: number, rate: number, seconds: number) =>
		Float32Array.from({ length: Math.round(rate * seconds) }, (_, at) =>
			Math.sin((2 * Math.PI * hertz * at) / rate)
		);
	const through = (samples: Float32Array, rate: number, chunk: number) => {
		const resampler = new Resampler(rate);
		const parts: number[] = [];
		for (let at = 0; at < samples.length; at += chunk)
			parts.push(...resampler.push(samples.subarray(at, at + chunk)));
		parts.push(...resampler.finish());
		return Float32Array.from(parts);
	};

	it.each([8_000, 16_000, 32_000, 44_099, 44_100, 48_000, 96_000])(
		'keeps a tone of 1 kHz where it was, from %i Hz',
		(rate) => {
			const result = through(sine(1_000, rate, 0.5), rate, 4_096);
			expect(Math.abs(result.length - 11_025)).toBeLessThan(3);
			const wanted = sine(1_000, 22_050, 0.5);
			let worst = 0;
			for (let at = 500; at < 10_000; at++) worst = Math.max(worst, Math.abs(result[at]! - wanted[at]!));
			expect(worst).toBeLessThan(2e-3);
		}
	);

	it('lets nothing through that the lower rate cannot hold', () => {
		const result = through(sine(15_000, 48_000, 0.5), 48_000, 4_096);
		expect(Math.max(...result.subarray(500, 10_000).map(Math.abs))).toBeLessThan(1e-3);
	});

	it('gives the same however its input is cut', () => {
		const samples = sine(440, 48_000, 0.2);
		expect(through(samples, 48_000, 37)).toEqual(through(samples, 48_000, 9_600));
	});
});
