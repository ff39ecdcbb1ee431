import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readQueryTerms, readStems, readTerms } from './terms.ts';

// Generous, for a machine that does much else: what is quadratic takes minutes.
vi.setConfig({ testTimeout: 60_000 });

describe('readTerms', () => {
	it('keeps chords, note names and figures whole, however they are typed', () => {
		expect(readStems('V7 V⁷ ♭VII bVII B♭ Bb C♯ c# 6/4 vii°')).toEqual([
			'v7',
			'v7',
			'bvii',
			'bvii',
			'bb',
			'bb',
			'c#',
			'c#',
			'6/4',
			'viio'
		]);
	});

	it('joins the forms of a word, with and without accents, capitals and possessives', () => {
		expect(new Set(readStems("Cadence cadences CADENCES' cadence's"))).toEqual(new Set(['cadenc']));
		expect(readStems('café CAFE')).toEqual(['cafe', 'cafe']);
	});

	it('takes hyphens apart and hashtags for words', () => {
		expect(readStems('two-part #lessons')).toEqual(['two', 'part', 'lesson']);
	});

	it('says where each term stood', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				let last = 0;
				for (const { start, end, word, stem } of readTerms(text)) {
					expect(start).toBeGreaterThanOrEqual(last);
					expect(end).toBeGreaterThan(start);
					expect(word.length).toBeLessThanOrEqual(40);
					expect(stem).not.toBe('');
					expect(stem).not.toMatch(/[\s"]/);
					last = end;
				}
			})
		);
	});
});

describe('readQueryTerms', () => {
	it('leaves out what only asks, and says each term once', () => {
		expect(
			readQueryTerms('How do I tell a half cadence from other cadences?').map(({ stem }) => stem)
		).toEqual(['half', 'cadenc']);
	});

	it('keeps stop words when there is nothing else', () => {
		expect(readQueryTerms('who are you').map(({ word }) => word)).toEqual(['who', 'are', 'you']);
	});
});
