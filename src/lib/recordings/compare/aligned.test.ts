import { describe, expect, it } from 'vitest';
import { otherMoment } from './aligned.ts';

const PAIRS = [
	{ here: 1, there: 2 },
	{ here: 5, there: 10 },
	{ here: 9, there: 12 }
];

describe('the same music in another take', () => {
	it('lies in proportion between two moments that belong together', () => {
		expect(otherMoment(PAIRS, 3, 'here')).toBe(6);
		expect(otherMoment(PAIRS, 7, 'here')).toBe(11);
	});

	it('leads back to where it came from', () => {
		for (const seconds of [0, 1, 2.5, 5, 8, 9, 11])
			expect(otherMoment(PAIRS, otherMoment(PAIRS, seconds, 'here'), 'there')).toBeCloseTo(
				seconds < 0.5 ? 0 : seconds,
				6
			);
	});

	it('goes on at the same pace before and behind what was aligned, and never before the beginning', () => {
		expect(otherMoment(PAIRS, 11, 'here')).toBe(14);
		expect(otherMoment([{ here: 5, there: 1 }], 0, 'here')).toBe(0);
		expect(otherMoment([], 4, 'here')).toBe(4);
	});
});
