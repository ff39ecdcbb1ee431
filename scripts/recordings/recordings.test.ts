import { describe, expect, it } from 'vitest';
import { likeness } from '../../src/lib/shared/recordings/model/feature-map.ts';
import { agreement } from './agreement.ts';
import { degrade, drawDegradation, seeded, toWav } from './degrade.mjs';
import { noteOns } from './midi.mjs';
import { chordOnsets, onsetScore } from './onset-score.mjs';
import { fitKernel } from './kernel-regression.ts';
import { principalAxes } from './principal-axes.ts';
import { solvePositive } from './positive-system.ts';
import { fromSteps, inSteps } from './whole-steps.ts';

const rowsOf = (seed: string, count: number, width: number) => {
	const random = seeded(seed);
	return Array.from({ length: count }, () => Float64Array.from({ length: width }, () => random() - 0.5));
};

describe('the fit', () => {
	it('solves positive systems for each column of right sides', () => {
		const matrix = Float64Array.of(4, 0, 0, 2, 5, 0, 1, 3, 6);
		const solved = solvePositive(matrix, 3, Float64Array.of(7, 4, 10, 2, 10, 1), 2);
		for (const [at, value] of [1, 1, 1, 0, 1, 0].entries()) expect(solved[at]).toBeCloseTo(value, 12);
	});

	it('finds the axes of the largest variance first, at right angles', () => {
		const rows = rowsOf('axes', 400, 3).map(([a = 0, b = 0, c = 0]) =>
			Float64Array.of(a + 3 * b, a - 3 * b, 0.1 * c)
		);
		const [first, second, third] = principalAxes(rows);
		expect(Math.abs(first!.direction[0]! + first!.direction[1]!)).toBeLessThan(0.15);
		expect(first!.variance).toBeGreaterThan(second!.variance);
		expect(Math.abs(third!.direction[2]!)).toBeGreaterThan(0.99);
		const product = first!.direction.reduce((sum, value, at) => sum + value * second!.direction[at]!, 0);
		expect(product).toBeCloseTo(0, 10);
	});

	it('predicts what it learned where it learned it, and less of it under a penalty', () => {
		const places = rowsOf('places', 40, 2);
		const targets = places.map(([a = 0, b = 0]) => [a * b, a > 0 ? 1 : 0]);
		const known = Float32Array.from(places.flatMap((place) => [...place]));
		const errorOf = (penalty: number) => {
			const { weights, offsets } = fitKernel(places, targets, known, penalty);
			const guesses = places.map((place) =>
				places.reduce(
					(sum, _, index) => sum + likeness(place, known, index) * weights[index * 2 + 1]!,
					offsets[1]!
				)
			);
			return guesses.reduce((sum, guess, at) => sum + Math.abs(guess - targets[at]![1]!), 0) / places.length;
		};
		expect(errorOf(1e-9)).toBeLessThan(1e-3);
		expect(errorOf(1)).toBeGreaterThan(0.05);
	});

	it('writes numbers as steps of each column, to half a step', () => {
		const values = [1, 200, -0.5, -31];
		const column = (at: number) => at % 2;
		const { steps, whole } = inSteps(values, 2, column, 127);
		expect([...whole]).toEqual([127, 127, -64, -20]);
		for (const [at, value] of fromSteps({ steps, whole }, column).entries())
			expect(Math.abs(value - values[at]!)).toBeLessThanOrEqual(steps[column(at)]! * 0.51);
	});

	it('is judged by correlation and by explained variance', () => {
		expect(agreement([1, 2, 3], [2, 3, 4])).toEqual({ r: 1, r2: -0.5 });
		expect(agreement([1, 2, 3], [1, 2, 3])).toEqual({ r: 1, r2: 1 });
	});
});

describe('onsets', () => {
	it('of one chord are one, and count as found once', () => {
		expect(chordOnsets([0, 0.02, 0.049, 0.2])).toEqual([0, 0.2]);
		const { hits, f1 } = onsetScore([0.01, 0.03, 0.5], [0, 0.48, 1]);
		expect(hits).toBe(2);
		expect(f1).toBeCloseTo(2 / 3);
	});

	it('are read from MIDI through changes of tempo and running status', () => {
		const track = [
			[0, 0xff, 0x51, 3, 0x07, 0xa1, 0x20], // half a second a beat
			[0, 0x90, 60, 64],
			[96, 62, 0], // running status; velocity 0 ends a note
			[0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40], // a second a beat
			[48, 0x90, 64, 80]
		].flat();
		const header = [0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96];
		const bytes = Uint8Array.from([...header, 0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, track.length, ...track]);
		expect(noteOns(bytes)).toEqual([
			{ seconds: 0, key: 60, velocity: 64 },
			{ seconds: 1, key: 64, velocity: 80 }
		]);
	});
});

describe('a degradation', () => {
	it('is the same for the same seed, and another for another', () => {
		const sound = Float32Array.from({ length: 4_000 }, (_, at) => 0.3 * Math.sin(at / 9));
		const worse = (seed: string) => {
			const random = seeded(seed);
			return toWav(degrade(sound, drawDegradation(random), random));
		};
		expect(worse('a')).toEqual(worse('a'));
		expect(worse('a')).not.toEqual(worse('b'));
	});
});
