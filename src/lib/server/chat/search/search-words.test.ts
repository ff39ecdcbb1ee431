import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSearchWords, toMatch } from './search-words.ts';

const match = (text: string) => toMatch(readSearchWords(text));

/** Any code points, halves of surrogate pairs too. */
const anything = fc
	.array(fc.oneof(fc.integer({ min: 0, max: 0x10ffff }), fc.integer({ min: 0x20, max: 0x7e })), {
		maxLength: 60
	})
	.map((points) => String.fromCodePoint(...points));

describe('what is typed into a search', () => {
	it('means every word, the last one perhaps not finished', () => {
		expect(match('piano lesson')).toBe('"piano" "lesson"*');
	});

	it('means words that stand together where they stand in quotes', () => {
		expect(match('"piano lesson" fee')).toBe('"piano lesson" "fee"*');
		expect(match('fee "piano lesson"')).toBe('"fee" "piano lesson"');
	});

	it('takes a quote that is not closed yet for no quote', () => {
		expect(match('"piano les')).toBe('"piano" "les"*');
		expect(match('a "b c" "d e')).toBe('"a" "b c" "d" "e"*');
	});

	it('takes a last word for finished when something follows it', () => {
		expect(match('piano?')).toBe('"piano"');
		expect(match('piano ')).toBe('"piano"');
	});

	it('reads nothing else as syntax', () => {
		expect(match('text:fees AND NOT (b* NEAR/3 ^c)')).toBe('"text" "fees" "AND" "NOT" "b" "NEAR" "3" "c"');
		expect(match('*"()^')).toBeUndefined();
	});

	it('is always words in quotes, whatever is typed', () => {
		fc.assert(
			fc.property(anything, (text) => {
				expect(match(text) ?? '"x"').toMatch(/^"[\p{L}\p{N} ]+"\*?( "[\p{L}\p{N} ]+"\*?)*$/u);
			}),
			{ numRuns: 60 }
		);
	});
});
