// Lines as they are painted: from left to right on the page, whatever way they are read.
import { expect, it } from 'vitest';
import { toPageText, type Piece } from './page-text.ts';

/** Pieces beside each other; a blank is as wide as a letter. */
function line(...words: string[]): Piece[] {
	let left = 100;
	return words.map((text) => {
		const width = text.length * 5;
		const piece = {
			...{ text, width, transform: [10, 0, 0, -10, left, 100] },
			isRightToLeft: /\p{Script=Hebrew}|\p{Script=Arabic}/u.test(text)
		};
		left += width;
		return piece;
	});
}
const read = (...words: string[]) => toPageText(line(...words), 595, 842).rows.map(({ text }) => text);

it('a line of Hebrew is read from right to left, its numbers and foreign words from left to right', () => {
	expect(read('.', 'נעול', ' ', 'Room', ' ', '12', ' ', 'בית הספר')).toEqual(['בית הספר Room 12 נעול.']);
	expect(read('בית', ' ', 'and', ' ', 'school', ' ', 'are one')).toEqual(['בית and school are one']);
});

it('letters in the form they have within a word are letters', () => {
	expect(read('ﺔ', 'ﺳ', 'ر', 'ﺪ', 'ﻣ')).toEqual(['مدرسة']);
	expect(read('ﬁne oﬃce')).toEqual(['fine office']);
});
