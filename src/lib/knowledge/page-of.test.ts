import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pageOf } from './page-of.ts';

it('is the last page that begins at the offset or before it', () => {
	expect([0, 9, 10, 11, 25, 400].map((offset) => pageOf([0, 10, 10, 25], offset))).toEqual([
		1, 1, 3, 3, 4, 4
	]);
	expect(pageOf([], 3)).toBe(1);
	fc.assert(
		fc.property(fc.array(fc.nat(500), { minLength: 1 }), fc.nat(600), (places, offset) => {
			const starts = [0, ...places].sort((one, other) => one - other);
			expect(pageOf(starts, offset)).toBe(starts.findLastIndex((start) => start <= offset) + 1);
		})
	);
});
