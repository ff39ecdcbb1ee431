import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { splitSentences } from './sentences.ts';

// Generous, for a machine that does much else: what is quadratic takes minutes.
vi.setConfig({ testTimeout: 60_000 });

const texts = (source: string) => splitSentences(source).map(({ start, end }) => source.slice(start, end));

/** Pieces that are hard on a splitter, in any order. */
const hostile = fc
	.array(
		fc.constantFrom(
			'. ',
			'… ',
			'?! ',
			'V. –I ',
			'e.g. ',
			'A',
			'b',
			'\n',
			'\n\n',
			'# ',
			'- ',
			'1. ',
			'> ',
			'| a | b |\n',
			'|---|\n',
			'```\n',
			'`',
			'*',
			'_',
			'(',
			')',
			'"',
			'”',
			'3.5',
			'。',
			'\ud83c',
			'\udfb5',
			'===\n',
			'J. S. ',
			' '
		),
		{ maxLength: 60 }
	)
	.map((pieces) => pieces.join(''));

describe('splitSentences', () => {
	it('ends a sentence at a stop that is followed by a capital', () => {
		expect(texts('It begins here. The next one follows.')).toEqual([
			'It begins here.',
			'The next one follows.'
		]);
	});

	it('does not split after abbreviations, initials, decimals or a chord that goes on', () => {
		const whole = [
			'Use a tonic, e.g. C major.',
			'It was written by J. S. Bach.',
			'See m. 5 and fig. 2 for that.',
			'The progression V. –I is common.',
			'It takes 3.5 minutes.',
			'Mr. Smith teaches on Mon. and Tue. evenings.'
		];
		for (const sentence of whole) expect(texts(sentence)).toEqual([sentence]);
	});

	it('ends a sentence at a chord when a sentence opens after it', () => {
		expect(texts('The phrase ends on V. The next begins on I.')).toEqual([
			'The phrase ends on V.',
			'The next begins on I.'
		]);
	});

	it('keeps closing quotes, brackets and emphasis with the sentence they close', () => {
		expect(texts('He said "stop." Then *it ended.* (It did.) Well.')).toEqual([
			'He said "stop."',
			'Then *it ended.*',
			'(It did.)',
			'Well.'
		]);
	});

	it('splits typewritten text whose stops stand alone', () => {
		expect(texts('a study of wings . it was found to agree .')).toEqual([
			'a study of wings .',
			'it was found to agree .'
		]);
	});

	it('reads list items, rows, headings and code as units without their marks', () => {
		const source =
			'# Fees\n\n- One. Two.\n1. Three\n\n| a | b |\n| --- | --- |\n| c. d | e |\n\n```\nx. Y.\n```';
		expect(splitSentences(source).map(({ start, end, kind }) => [kind, source.slice(start, end)])).toEqual([
			['heading', 'Fees'],
			['item', 'One.'],
			['item', 'Two.'],
			['item', 'Three'],
			['row', '| a | b |'],
			['row', '| c. d | e |'],
			['code', '```\nx. Y.\n```']
		]);
	});

	it('joins soft-wrapped lines and separates paragraphs', () => {
		expect(texts('One line\ngoes on. Next\n\nother')).toEqual(['One line\ngoes on.', 'Next', 'other']);
	});

	it('gives ordered spans without overlap or blanks at their ends, and drops nothing but block marks', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), hostile), (source) => {
				let last = 0;
				let rest = '';
				for (const { start, end } of splitSentences(source)) {
					expect(start).toBeGreaterThanOrEqual(last);
					expect(end).toBeGreaterThan(start);
					expect(source.slice(start, end)).toBe(source.slice(start, end).trim());
					rest += source.slice(last, start);
					last = end;
				}
				rest += source.slice(last);
				expect(rest).not.toMatch(/\p{L}/u);
			})
		);
	});

	it('takes time in proportion to the length of hostile text', () => {
		const units = ['. ', '*', '`a ', '> ', '#', '- ', 'e.', 'a\n', '|a\n', 'a\n===\n', '- - x\n', ' ', '(.)'];
		for (const unit of units) {
			const begun = performance.now();
			splitSentences(unit.repeat(Math.ceil(200_000 / unit.length)));
			expect(performance.now() - begun, JSON.stringify(unit)).toBeLessThan(20_000);
		}
	});
});
