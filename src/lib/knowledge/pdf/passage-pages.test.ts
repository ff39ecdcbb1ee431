import { describe, expect, it } from 'vitest';
import { passageOnPages } from './passage-pages.ts';

const text = 'First page. It ends here, and goes on there. Third page.';
const starts = [0, text.indexOf('and goes'), text.indexOf('Third')];
const said = (start: number, end: number) =>
	passageOnPages(text, starts, start, end).map((passage) => [
		passage.page,
		passage.text.slice(passage.start, passage.end)
	]);

describe('a passage of a document', () => {
	it('is on the page it begins on', () => {
		expect(said(0, 11)).toEqual([[1, 'First page.']]);
		expect(said(starts[2] ?? 0, text.length)).toEqual([[3, 'Third page.']]);
	});

	it('runs over onto the next', () => {
		expect(said(12, text.indexOf(' Third'))).toEqual([
			[1, 'It ends here, '],
			[2, 'and goes on there.']
		]);
	});

	it('is of no page where it is none of the text', () => {
		expect(said(text.length, text.length + 5)).toEqual([]);
		expect(said(5, 5)).toEqual([]);
		expect(passageOnPages(text, [], 0, 11)).toEqual([]);
	});

	it('comes with as much around it as tells it from others, and over few pages', () => {
		const long = 'word '.repeat(100_000);
		const [one] = passageOnPages(long, [0], 200_000, 200_010);
		expect(one?.text.length).toBeLessThan(13_000);
		expect(one?.text.slice(one.start, one.end)).toBe(long.slice(200_000, 200_010));
		const pages = Array.from({ length: 100 }, (_, index) => index * 5_000);
		expect(passageOnPages(long, pages, 0, long.length).map(({ page }) => page)).toEqual([1, 2, 3, 4]);
	});

	it('skips a page without text', () => {
		expect(passageOnPages('One. Two.', [0, 5, 5], 0, 9).map(({ page }) => page)).toEqual([1, 3]);
	});
});
