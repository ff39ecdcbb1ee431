import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, sheetAt, sheetStart } from './excerpt.ts';

const long = Array.from(
	{ length: 400 },
	(_, n) => `Paragraph ${n} says something of its own, and then a little more.`
).join('\n\n');

describe('an excerpt', () => {
	it('holds the passage exactly and begins and ends with whole paragraphs', () => {
		const start = long.indexOf('Paragraph 200');
		const cut = excerpt(long, start, start + 20);
		expect(cut?.text.slice(cut.start, cut.end)).toBe(long.slice(start, start + 20));
		expect(cut?.text).toMatch(/^Paragraph \d+.*more\.$/s);
		expect(cut).toMatchObject({ isCutBefore: true, isCutAfter: true });
		expect(cut?.text.length).toBeLessThan(2500);
	});

	it('holds the passage whatever the text and the span', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\n\n', '😀'), maxLength: 400 }),
				fc.nat(400),
				fc.integer({ min: 1, max: 99 }),
				(text, start, length) => {
					const cut = excerpt(text, start, start + length, 40);
					if (start >= text.length) expect(cut).toBeUndefined();
					else expect(cut?.text.slice(cut.start, cut.end)).toBe(text.slice(start, start + length));
				}
			)
		);
	});

	it.each([
		[-1, 4],
		[4, 4],
		[9, 2],
		[100_000, 100_001]
	])('of a span that is not there (%i to %i) is nothing', (start, end) => {
		expect(excerpt('A short text.', start, end)).toBeUndefined();
	});
});

describe('pages of a long text', () => {
	it('cover it once, without gap or overlap', () => {
		const { count } = sheetAt(long, 0, 3000);
		let at = 0;
		for (let number = 1; number <= count; number++) {
			const sheet = sheetAt(long, at, 3000);
			expect(sheet).toMatchObject({ number, from: at });
			at = sheet.to;
		}
		expect(at).toBe(long.length);
	});

	it('leave a short text whole', () => {
		expect(sheetAt('short', 3)).toEqual({ number: 1, count: 1, from: 0, to: 5 });
		expect(sheetStart('short', 7)).toBe(0);
	});
});
