// A book of many words, as a PDF in two columns; page n says `markern`.
import { paragraphLines, writePdf } from '../src/lib/server/document-parsing/fixtures/pdf-writer.ts';
import { createRandom } from '../src/lib/shared/seeded-random.ts';

const LINES = 52;

/** Words by Zipf's law, so that the index has the shape of one. */
/** @param {number} count pages @param {boolean} isDeflated */
export function makeBook(count, isDeflated = true) {
	const random = createRandom(300);
	const word = () => {
		const rank = Math.floor(Math.exp(random() * Math.log(20_000)));
		let letters = '';
		for (let rest = rank * 7919 + 11; rest > 0; rest = Math.floor(rest / 20))
			letters += 'aeioulnrstdmkpbgvhfc'[rest % 20];
		return letters;
	};
	const line = () => {
		let text = word();
		while (text.length < 42) text += ` ${word()}`;
		return text;
	};
	const pages = Array.from({ length: count }, (_, at) => {
		const lines = Array.from({ length: 2 * LINES }, line);
		lines[7] = `${lines[7]?.slice(0, 30)} marker${at + 1}.`;
		return [
			...(at % 12 === 0 ? [{ text: `Chapter ${at / 12 + 1}`, x: 60, y: 800, size: 20 }] : []),
			...paragraphLines(lines.slice(0, LINES), { x: 60, y: 765 }),
			...paragraphLines(lines.slice(LINES), { x: 320, y: 765 }),
			{ text: `Page ${at + 1}`, x: 280, y: 30 }
		];
	});
	return writePdf({ pages, title: 'A book of many words', isDeflated });
}
