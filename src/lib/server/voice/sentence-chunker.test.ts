import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSentenceChunker } from './sentence-chunker.ts';

/** The pieces that come of a text given in bits, and how many bits each needed. */
function chunk(bits: readonly string[]): { text: string; afterBit: number }[] {
	const chunker = createSentenceChunker();
	const found: { text: string; afterBit: number }[] = [];
	let at = 0;
	for (const [index, bit] of bits.entries()) {
		for (const { text } of chunker.push(bit, at)) found.push({ text, afterBit: index });
		at += bit.length;
	}
	for (const { text } of chunker.finish()) found.push({ text, afterBit: bits.length });
	return found;
}
/** As models do: a word with the space before it. */
const tokens = (text: string) => text.match(/\s*\S+|\s+$/gu) ?? [];
const pieces = (text: string) => chunk(tokens(text)).map((piece) => piece.text.trim());

describe('an answer cut into pieces to be said', () => {
	it('begins with a clause, long before its sentence is over, and goes on by sentences', () => {
		const text =
			'If you are a beginner, a lesson of thirty minutes is enough. Older pupils, as a rule, take forty-five. Write to us.';
		expect(pieces(text)).toEqual([
			'If you are a beginner,',
			'a lesson of thirty minutes is enough.',
			'Older pupils, as a rule, take forty-five.',
			'Write to us.'
		]);
		expect(chunk(tokens(text))[0]?.afterBit).toBe(5);
	});

	it('does not begin with a clause too short to be said', () => {
		expect(pieces('Yes, we do, of course.')).toEqual(['Yes, we do, of course.']);
	});

	it('begins before a conjunction where a long sentence has no mark', () => {
		expect(
			pieces('The second finger presses down near the fret and the thumb stays behind the neck.')
		).toEqual(['The second finger presses down near the fret', 'and the thumb stays behind the neck.']);
	});

	it.each([
		['Dr. Weber teaches the violin.'],
		['Play Op. 27 No. 2 slowly.'],
		['It costs 12.50 a lesson.'],
		['J. S. Bach wrote it.'],
		['Scales, arpeggios etc. are played daily.'],
		['Write to office@segue.example for it.']
	])('keeps %s in one', (sentence) => {
		const text = `Good. ${sentence} Next one.`;
		expect(pieces(text)).toEqual(['Good.', sentence, 'Next one.']);
	});

	it('says a sentence that came whole at once, without waiting for the next', () => {
		expect(chunk(['We open at nine.', ' Bring your cello.'])).toEqual([
			{ text: 'We open at nine.', afterBit: 0 },
			{ text: ' Bring your cello.', afterBit: 1 }
		]);
		// An abbreviation at its end may go on, and so may a number.
		expect(chunk(['Ask for Dr.', ' Weber today.'])[0]?.afterBit).toBe(1);
		expect(chunk(['It costs 3.', '50 euros today.'])[0]?.text).toBe('It costs 3.50 euros today.');
	});

	it('takes the points of a list one by one', () => {
		expect(pieces('You need:\n\n- a music stand\n- a pencil\n- your instrument\n\nThat is all.')).toEqual([
			'You need:',
			'- a music stand',
			'- a pencil',
			'- your instrument',
			'That is all.'
		]);
		expect(pieces('1. Tune the A. 2. Play it.\n2. Rest.')).toContain('2. Rest.');
	});

	it('cuts neither links nor bold words nor code', () => {
		for (const whole of [
			'[the prices, and the times, of all lessons](https://segue.example/a,b)',
			'**slowly, then, and only then, faster**',
			'`a, b, c, d, e, f`'
		])
			expect(pieces(`Please look at ${whole} first.`).join('|')).toContain(whole);
		const code = '```\nlet a = 1. Then b.\n\nlet c, d, e\n```';
		expect(pieces(`Like this:\n\n${code}\n\nThat was it.`)).toEqual(['Like this:', code, 'That was it.']);
	});

	it('says a long sentence clause by clause', () => {
		const clause = 'the bow stays parallel to the bridge and the arm is loose, ';
		const found = pieces(`Good. First ${clause.repeat(8)}and that is it.`);
		expect(found.length).toBeGreaterThan(2);
		for (const piece of found) expect(piece.length).toBeLessThan(260);
	});

	it('lets no text wait forever that never ends a sentence', () => {
		const found = chunk(Array.from({ length: 1_000 }, () => 'la '));
		expect(found[0]?.afterBit).toBeLessThan(500);
	});

	it('begins anew where the text goes on elsewhere', () => {
		const chunker = createSentenceChunker();
		chunker.push('Half a', 10);
		expect(chunker.push('Whole sentence here. ', 40)).toEqual([
			{ text: 'Half a', charsFrom: 10 },
			{ text: 'Whole sentence here. ', charsFrom: 40 }
		]);
		expect(chunker.finish()).toEqual([]);
	});

	it('gives back the whole text, each piece with its place, and cuts no word', () => {
		const word = fc.constantFrom(
			...[
				'the',
				'Bach',
				'No.',
				'3.5',
				'and',
				'so,',
				'end.',
				'Why?',
				'etc.',
				'**bold**',
				'[a, b](c)',
				'`x.y`'
			],
			...['\n\n', '\n- ', '\n1. ', '```\n', '\n```\n', '—', '“Yes.”', '語。', '…', ':']
		);
		fc.assert(
			fc.property(
				fc.array(word, { maxLength: 60 }).map((all) => all.join(' ')),
				fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 20 }),
				(text, lengths) => {
					const chunker = createSentenceChunker();
					const found = [];
					for (let at = 0, round = 0; at < text.length; round++) {
						const bit = text.slice(at, at + (lengths[round % lengths.length] ?? 1));
						found.push(...chunker.push(bit, at));
						at += bit.length;
					}
					found.push(...chunker.finish());
					let at = 0;
					for (const piece of found) {
						expect(piece.charsFrom).toBe(at);
						at += piece.text.length;
						expect(piece.text.trim()).not.toBe('');
						const isCut = /[\p{L}\p{N}]$/u.test(piece.text) && /^[\p{L}\p{N}]/u.test(text.slice(at));
						expect(isCut && !/[。]/u.test(text)).toBe(false);
					}
					expect(found.map((piece) => piece.text).join('')).toBe(text.slice(0, at));
					expect(text.slice(at).trim()).toBe('');
				}
			)
		);
	});
});
