import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNear } from './edit-distance.ts';
import { isPlainWord } from './plain-words.ts';

describe('near words', () => {
	it.each([
		['suspention', 'suspension', true],
		['fromats', 'formats', true],
		['begginer', 'beginner', true],
		['temperament', 'temper', false],
		['recipe', 'recital', false],
		['trill', 'triple', false],
		['a', 'b', false]
	])('%s and %s: %s', (a, b, near) => {
		expect(isNear(a, b)).toBe(near);
		expect(isNear(b, a)).toBe(near);
	});

	it('a word is near itself with any one letter changed, left out or added', () => {
		const word = fc.stringMatching(/^[a-z]{5,20}$/);
		fc.assert(
			fc.property(word, fc.nat(), fc.constantFrom('x', ''), fc.nat(1), (text, place, put, width) => {
				const at = place % text.length;
				expect(isNear(text, text.slice(0, at) + put + text.slice(at + width))).toBe(true);
			})
		);
	});
});

describe('plain words', () => {
	it.each(['nicer', 'squeezes', 'grandma', 'forgott', 'granparents', '25k', 'u'])(
		'%s names no topic',
		(word) => {
			expect(isPlainWord(word)).toBe(true);
		}
	);
	it.each(['mordent', 'football', 'metronome', 'wifi', 'trill', 'carbonara'])('%s names one', (word) => {
		expect(isPlainWord(word)).toBe(false);
	});
});
