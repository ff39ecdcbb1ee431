import { describe, expect, it } from 'vitest';
import { pictureBox } from './picture-box.ts';

describe('the place of a picture', () => {
	it.each([
		['a wide one', { width: 900, height: 500 }, { width: 288, height: 160 }],
		['a tall one', { width: 500, height: 1000 }, { width: 108, height: 216 }],
		['a small one', { width: 100, height: 60 }, { width: 100, height: 60 }],
		['a thread', { width: 1, height: 20_000 }, { width: 44, height: 216 }],
		['a dot', { width: 1, height: 1 }, { width: 44, height: 44 }],
		['one of unknown size', {}, { width: 288, height: 216 }],
		['one of no size', { width: 0, height: 5 }, { width: 288, height: 216 }]
	])('for %s is known before it is loaded', (_, size, box) => {
		expect(pictureBox(size, true)).toEqual(box);
	});

	it('is smaller among others', () => {
		expect(pictureBox({ width: 900, height: 450 }, false)).toEqual({ width: 140, height: 70 });
	});
});
