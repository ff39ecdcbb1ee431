import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDither, quantiseQuery, quantiseRow, toUnit } from './quantise.ts';

const number = fc.float({ min: -1_000, max: 1_000, noNaN: true });
/** Dense, sparse and counted: what embedders of every kind give. */
const vectors = fc.oneof(
	fc.array(number, { minLength: 1, maxLength: 64 }),
	fc.array(fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: number }), {
		minLength: 1,
		maxLength: 64
	}),
	fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 64 })
);

describe('quantised vectors', () => {
	it('are wrong by at most half a step in every place', () => {
		fc.assert(
			fc.property(vectors, (values) => {
				const unit = toUnit(values);
				if (unit === undefined) return;
				const dither = createDither(values.length);
				const codes = new Int8Array(values.length);
				const step = quantiseRow(unit, dither, codes);
				for (const [at, code] of codes.entries())
					expect(Math.abs(step * (code - (dither[at] ?? 0)) - (unit[at] ?? 0))).toBeLessThan(step * 0.5001);
			})
		);
	});

	it('give a score within the margin that the query states', () => {
		fc.assert(
			fc.property(vectors, fc.infiniteStream(number), (values, others) => {
				const query = toUnit(values.map(() => others.next().value as number));
				const unit = toUnit(values);
				if (unit === undefined || query === undefined) return;
				const dither = createDither(values.length);
				const codes = new Int8Array(values.length);
				const places = new Int16Array(values.length);
				const step = quantiseRow(unit, dither, codes);
				const quantised = quantiseQuery(query, dither, places);
				const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
					Array.from(a).reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
				const score = step * quantised.step * (dot(codes, places) - quantised.offset);
				expect(Math.abs(score - dot(unit, query))).toBeLessThanOrEqual(
					step * quantised.rowSteps + quantised.margin
				);
			}),
			{ numRuns: 500 }
		);
	});

	it('do not depend on the length of the vector, and a zero vector has no direction', () => {
		expect(toUnit([3, 4])).toEqual(toUnit([3e30, 4e30]));
		expect(toUnit([3e-30, 4e-30])).toEqual(toUnit([3, 4]));
		expect(toUnit([0, 0])).toBeUndefined();
	});

	it('are shifted by the same even spread every time, as the shifts are part of what is stored', () => {
		const dither = createDither(4_096);
		expect(dither).toEqual(createDither(4_096));
		expect(Math.max(...dither)).toBeLessThan(0.5);
		expect(Math.min(...dither)).toBeGreaterThanOrEqual(-0.5);
		expect(dither.reduce((sum, shift) => sum + shift, 0) / dither.length).toBeCloseTo(0, 1);
		expect(Array.from(dither.subarray(0, 3), (shift) => shift.toFixed(6))).toMatchInlineSnapshot(`
			[
			  "0.316594",
			  "-0.124293",
			  "0.483300",
			]
		`);
	});
});
