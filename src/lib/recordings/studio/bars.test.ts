import { describe, expect, it } from 'vitest';
import { barsOf, outlineOf, ticksOf } from './bars.ts';
import { classOf, stepOf } from './heat.ts';

describe('a waveform', () => {
	it('keeps the loudest of what falls together, and invents nothing where there is less than room', () => {
		expect(barsOf([0, 0.2, 0.9, 0.1, 0.3, 0], 3)).toEqual([0.2, 0.9, 0.3]);
		expect(barsOf([0.5, 1], 900)).toEqual([0.5, 1]);
		expect(barsOf([], 900)).toEqual([]);
		expect(outlineOf([])).toBe('');
		expect(outlineOf([1])).toBe('M0.5 2.0L0.5 98.0Z');
	});

	it('has a ruler of a few round moments, whatever its length', () => {
		expect(ticksOf(40)).toEqual([0, 10, 20, 30]);
		expect(ticksOf(3)).toEqual([0, 1, 2]);
		for (const seconds of [0.3, 61, 599, 1_800]) {
			expect(ticksOf(seconds).length).toBeGreaterThan(0);
			expect(ticksOf(seconds).length).toBeLessThanOrEqual(8);
		}
	});
});

describe('a change in the heat map', () => {
	it('has four steps to either side and one for none, and the scale ends', () => {
		expect([-9, -0.12, -0.03, 0.01, 0, 0.06, 9].map(stepOf)).toEqual([-4, -4, -1, 0, 0, 2, 4]);
		expect([-0.12, 0.001, 0.09].map(classOf)).toEqual(['left-4', 'none', 'right-3']);
	});
});
