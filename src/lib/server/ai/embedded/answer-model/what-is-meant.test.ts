import { describe, expect, test } from 'vitest';
import { whatIsMeant } from './what-is-meant.ts';

describe('what is meant', () => {
	test('a phrase is searched for in the words of a text as well', () => {
		expect(whatIsMeant('how do we call off a booking?')).toMatchObject({
			kept: 'how do we call off a booking?',
			words: ['cancel', 'withdraw']
		});
	});

	test('words that say something else by themselves are left out', () => {
		const { kept, words } = whatIsMeant('my flute got nicked');
		expect(kept).toBe('my flute got');
		expect(words).toEqual(['stolen', 'theft']);
	});

	test('what the question says already is not added again', () => {
		expect(whatIsMeant('can I get my money back, is it refunded?').words).not.toContain('refunded');
	});

	test('a short form with its apostrophe is the phrase without it', () => {
		expect(whatIsMeant("she can't make it on Friday").words).toContain('absence');
		expect(whatIsMeant('she can’t make it on Friday').words).toContain('absence');
	});

	test('a single word is meant as it stands, not by its stem', () => {
		expect(whatIsMeant('where is the exam held').words).toEqual([]);
		expect(whatIsMeant('what does this passage mean').words).toEqual([]);
	});

	test('a question in the words of a text stays as it is', () => {
		expect(whatIsMeant('Which chords make a plagal cadence?')).toEqual({
			kept: 'Which chords make a plagal cadence?',
			words: [],
			understood: []
		});
	});
});
