import { describe, expect, it } from 'vitest';
import { MOST_DRAWN, PAGE_GAP, pagesToDraw, placeAt, topOf, totalHeight } from './page-places.ts';

const heights = [800, 400, 800];

describe('pages under each other', () => {
	it('know where each begins, and what stands at a height', () => {
		expect(topOf(heights, { page: 3, share: 0 })).toBe(PAGE_GAP * 3 + 1200);
		expect(placeAt(heights, topOf(heights, { page: 2, share: 0.5 }))).toEqual({ page: 2, share: 0.5 });
		expect(totalHeight(heights)).toBe(2000 + 4 * PAGE_GAP);
	});

	it('have a first and a last, however far one scrolls', () => {
		expect(placeAt(heights, -500)).toEqual({ page: 1, share: 0 });
		expect(placeAt(heights, 99_999)).toEqual({ page: 3, share: 1 });
		expect(placeAt([], 10)).toEqual({ page: 1, share: 0 });
	});

	it('are drawn where they are seen, the middle first, and one further on either side', () => {
		const many = Array.from({ length: 300 }, () => 800);
		expect(pagesToDraw(many, topOf(many, { page: 150, share: 0.2 }), 700)).toEqual([150, 151, 149, 152]);
		expect(pagesToDraw(many, 0, 700)).toEqual([1, 2]);
		expect(pagesToDraw([], 0, 700)).toEqual([]);
	});

	it('are drawn but few at a time', () => {
		const small = Array.from({ length: 300 }, () => 40);
		expect(pagesToDraw(small, 5_000, 2_000)).toHaveLength(MOST_DRAWN);
	});
});
