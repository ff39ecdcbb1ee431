import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { stem } from '#lib/shared/text/terms.ts';
import { editDistance, repairStem, spellingsOf } from './spelling.ts';

// Generous, for a machine that does much else: what is quadratic takes minutes.
vi.setConfig({ testTimeout: 60_000 });

const vocabulary = [
	'cadence',
	'authentic',
	'difference',
	'clarinet',
	'password',
	'format',
	'style',
	'band',
	'world'
].map((word, at) => ({ term: stem(word), count: at + 1 }));
const repair = (word: string) => repairStem(spellingsOf(word, stem(word)), vocabulary);

describe('repairStem', () => {
	it('finds the word that was meant', () => {
		expect(repair('cadance')).toBe(stem('cadence'));
		expect(repair('clarinett')).toBe(stem('clarinet'));
		expect(repair('pasword')).toBe(stem('password'));
		expect(repair('fromats')).toBe(stem('format'));
		expect(repair('diffrence')).toBe(stem('difference'));
	});

	it('does not make other words of short or distant ones, nor of chords and numbers', () => {
		for (const word of ['stole', 'word', 'mordent', 'bvii7', '6/4', 'xylophone'])
			expect(repair(word), word).toBeUndefined();
	});
});

describe('editDistance', () => {
	it('is zero for the same word alone, the same both ways, and never above the limit by more than one', () => {
		const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
		fc.assert(
			fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
				const distance = editDistance(a, b, limit);
				expect(distance === 0).toBe(a === b);
				expect(editDistance(b, a, limit)).toBe(distance);
				expect(distance).toBeLessThanOrEqual(limit + 1);
			})
		);
	});

	it('counts a swap of neighbours once', () => {
		expect(editDistance('form', 'from', 2)).toBe(1);
	});
});
