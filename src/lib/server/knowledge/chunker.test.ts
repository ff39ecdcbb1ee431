import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { chunk, CHUNK_SIZES } from './chunker.ts';

// Generous, for a machine that does much else: what is quadratic takes minutes.
vi.setConfig({ testTimeout: 60_000 });

const words = (count: number) => Array.from({ length: count }, (_value, at) => `word${at}`).join(' ');
const countWords = (text: string) => text.split(/\s+/).filter(Boolean).length;

describe('chunk', () => {
	it('carries the headings above beside each chunk, and never crosses one', () => {
		const text =
			'# Fees\n\nIntro.\n\n## Lessons *now*\n\nA lesson costs £30.\n\n### Shared\n\nLess.\n\n## Hire\n\nA cello costs £45.';
		expect(chunk(text).map(({ headings, text: body }) => [headings, body])).toEqual([
			[['Fees'], 'Intro.'],
			[['Fees', 'Lessons now'], 'A lesson costs £30.'],
			[['Fees', 'Lessons now', 'Shared'], 'Less.'],
			[['Fees', 'Hire'], 'A cello costs £45.']
		]);
	});

	it('closes a chunk at the end of a paragraph once it is long enough', () => {
		const paragraph = `${words(CHUNK_SIZES.targetWords)}.`;
		const chunks = chunk(`${paragraph}\n\n${paragraph}`);
		expect(chunks.map(({ text }) => text)).toEqual([paragraph, paragraph]);
	});

	it('keeps the mark of a list item with its words', () => {
		expect(chunk('- One thing.\n- Another thing.')[0]?.text).toBe('- One thing.\n- Another thing.');
	});

	it('cuts a sentence that is too long by itself, and never through a pair of surrogates', () => {
		const endless = chunk(`${words(1_000)}.`);
		expect(endless.length).toBeGreaterThan(1);
		for (const { text } of endless) expect(countWords(text)).toBeLessThanOrEqual(CHUNK_SIZES.limitWords);
		for (const { text } of chunk('🎵'.repeat(5_000))) expect(text.isWellFormed()).toBe(true);
	});

	it('gives exact, ordered slices of bounded size that hold every letter but those of headings', () => {
		const piece = fc.constantFrom(
			'A sentence here. ',
			'word ',
			'\n',
			'\n\n',
			'# H\n',
			'## Two words\n',
			'- item. ',
			'1. x\n',
			'> q\n',
			'| a | b |\n',
			'|---|---|\n',
			'```\ncode\n```\n',
			'*',
			'`',
			'🎵',
			'V. –I ',
			`${words(60)}. `,
			`${'x'.repeat(3_000)} `
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
				const text = pieces.join('');
				const chunks = chunk(text);
				let last = 0;
				let outside = '';
				for (const [at, { ordinal, start, end, text: body, headings }] of chunks.entries()) {
					expect(ordinal).toBe(at);
					expect(start).toBeGreaterThanOrEqual(last);
					expect(body).toBe(text.slice(start, end));
					expect(body).toBe(body.trim());
					expect(body).not.toBe('');
					expect(countWords(body)).toBeLessThanOrEqual(CHUNK_SIZES.limitWords);
					expect(headings.every((heading) => heading.length > 0)).toBe(true);
					outside += `${text.slice(last, start)}\n`;
					last = end;
				}
				outside += text.slice(last);
				const prose = outside
					.split('\n')
					.filter((line) => !line.startsWith('#'))
					.join('\n');
				expect(prose).not.toMatch(/sentence|item|code|word\d/);
			})
		);
	});

	it('takes time in proportion to the length of the text', () => {
		for (const unit of ['a. ', 'a\n\n', '# a\n', '- a\n', 'a', '| a |\n']) {
			const begun = performance.now();
			chunk(unit.repeat(Math.ceil(200_000 / unit.length)));
			expect(performance.now() - begun, unit).toBeLessThan(20_000);
		}
	});
});
