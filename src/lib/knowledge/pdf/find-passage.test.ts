import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPassage, type PieceSpan, type QuotedSpan } from './find-passage.ts';
import { foldText } from './folded-text.ts';

/** The passage is what stands between the brackets. */
function quoted(marked: string): QuotedSpan {
	const start = marked.indexOf('[[');
	const end = marked.indexOf(']]') - 2;
	return { text: marked.replace('[[', '').replace(']]', ''), start, end };
}

const wordsOf = (pieces: readonly string[], spans: readonly PieceSpan[] | undefined) =>
	spans?.map(({ piece, start, end }) => pieces[piece]?.slice(start, end));

const found = (pieces: readonly string[], marked: string) =>
	wordsOf(pieces, findPassage(pieces, quoted(marked)));

describe('a passage is found among the pieces of a page', () => {
	it('within one of them, to the letter and with its full stop', () => {
		const pieces = ['Lessons last half an hour. They cost £20. Pay on the day.'];
		expect(found(pieces, 'Lessons last half an hour. They cost [[£20.]] Pay on the day.')).toEqual(['£20.']);
	});

	it('over lines, blanks of their own, and words broken at their ends', () => {
		const pieces = ['Whoever prac-', '', 'tises slowly', '  ', 'learns fast', 'er than others.'];
		expect(found(pieces, '# How\n\nWhoever [[practises slowly learns faster]] than others.')).toEqual([
			'prac-',
			'tises slowly',
			'  ',
			'learns fast',
			'er'
		]);
	});

	it('with ligatures, soft hyphens, accents told as two characters, and other quotation marks', () => {
		const pieces = ['The o\ufb03ce \ufb01les \u201cre\u00adper\u00adtoire\u201d of the Ensemble Oree\u0301.'];
		expect(found(pieces, 'The [[office files "repertoire" of the Ensemble Oreé.]]')).toEqual([
			'o\ufb03ce \ufb01les \u201cre\u00adper\u00adtoire\u201d of the Ensemble Oree\u0301.'
		]);
	});

	it('whatever signs of Markdown our text has', () => {
		const pieces = ['Instrument', 'Hire', 'Violin', '£12', 'Cello', '£18'];
		const table = '| Instrument | Hire |\n| --- | --- |\n| Violin | £12 |\n[[| Cello | £18 |]]';
		expect(found(pieces, table)).toEqual(['Cello', '£18']);
	});

	it('of a script that runs from right to left', () => {
		const pieces = ['שיעורי פסנתר', ' ', 'בימי שלישי', ' ', 'אחר הצהריים'];
		expect(found(pieces, 'שיעורי פסנתר [[בימי שלישי]] אחר הצהריים')).toEqual(['בימי שלישי']);
	});

	it('without cutting a character in two', () => {
		const pieces = ['🎵 The 𝐂ello 𠮷野 concert 🎻 is free.'];
		expect(found(pieces, '🎵 [[The Cello 𠮷野 concert 🎻]] is free.')).toEqual(['The 𝐂ello 𠮷野 concert 🎻']);
		const halved = { text: '🎵 The concert', start: 1, end: 14 };
		expect(wordsOf(['🎵 The concert'], findPassage(['🎵 The concert'], halved))).toEqual(['The concert']);
	});
});

describe('of words that stand there more than once', () => {
	const rows = ['Violin: ask the office.', 'Cello: ask the office.', 'Harp: ask the office.'];

	it('the ones with the same words around them are meant', () => {
		const spans = findPassage(
			rows,
			quoted('Violin: ask the office. Cello: [[ask the office.]] Harp: ask the office.')
		);
		expect(spans).toEqual([{ piece: 1, start: 7, end: 22 }]);
	});

	it('also where the page was painted in another order', () => {
		const spans = findPassage(
			rows.toReversed(),
			quoted('Violin: [[ask the office.]] Cello: ask the office.')
		);
		expect(spans?.[0]?.piece).toBe(2);
	});

	it('and where nothing around them differs, the ones of the same rank', () => {
		const pieces = Array.from({ length: 400 }, () => 'ask the office');
		const text = pieces.join('\n\n');
		const start = 333 * 'ask the office\n\n'.length;
		expect(findPassage(pieces, { text, start, end: start + 14 })).toEqual([
			{ piece: 333, start: 0, end: 14 }
		]);
	});

	it('whole words before parts of others', () => {
		expect(found(['Rooms 9100 and 100.'], 'Rooms 9100 and [[100]].')).toEqual(['100']);
		expect(found(['Rooms 9100 and 2100.'], 'Room [[100]].')).toBeUndefined();
	});
});

describe('a passage that does not stand there in one piece', () => {
	it('is put together from lines that were painted column by column in turn', () => {
		const pieces = [
			'Every pupil has a locker of',
			'Concerts are given in the hall',
			'their own, and keeps the key',
			'on the last Friday of a term.',
			'until they leave.',
			'Parents are welcome.'
		];
		expect(
			found(
				pieces,
				'[[Every pupil has a locker of their own, and keeps the key until they leave.]] Concerts are'
			)
		).toEqual(['Every pupil has a locker of', 'their own, and keeps the key', 'until they leave.']);
	});

	it.each(['accompaniment', 'friends'])(
		'goes on in its own column, though %s is nearer elsewhere',
		(last) => {
			const left = [
				'The key of house ninety',
				'opens the third door,',
				'Lessons are dear.',
				`${last} of all`
			];
			const pieces = [...left, 'performance of the bursary', last, 'come too'];
			const rows = `[[The key of house ninety performance of the bursary opens the third door, ${last}]] Lessons`;
			expect(findPassage(pieces, quoted(rows))?.map(({ piece }) => piece)).toEqual([0, 1, 4, 5]);
		}
	);

	it('leaves out a running title in its middle', () => {
		const pieces = [
			'Bring your own music stand and',
			'12 Handbook of the school',
			'a pencil to the first lesson.'
		];
		expect(found(pieces, '[[Bring your own music stand and a pencil to the first lesson.]]')).toEqual([
			'Bring your own music stand and',
			'a pencil to the first lesson.'
		]);
	});

	it('is not found where only some of its words are', () => {
		const pieces = ['Bring your own music stand. The hall is open to everybody from nine to five.'];
		expect(
			found(pieces, '[[Bring your own music stand and a pencil to the very first lesson.]]')
		).toBeUndefined();
	});

	it('nor where it has no letters, nor on a page without any', () => {
		expect(found(['— * —'], 'a [[— * —]] b')).toBeUndefined();
		expect(found([], '[[Bring a pencil]]')).toBeUndefined();
		expect(found(['', ' '], '[[Bring a pencil]]')).toBeUndefined();
		expect(findPassage(['Bring a pencil'], { text: 'Bring a pencil', start: 14, end: 2 })).toBeUndefined();
		expect(findPassage(['Bring a pencil'], { text: '', start: 0, end: 5 })).toBeUndefined();
	});
});

describe('on hostile pages', () => {
	const passage = { text: 'a'.repeat(4_000) + 'b', start: 0, end: 4_001 };
	it.each([
		['of one letter', Array.from({ length: 60_000 }, () => 'aaaaa')],
		['of one piece', ['a'.repeat(1_000_000)]],
		['of pieces of nothing', Array.from({ length: 100_000 }, () => '')],
		['of signs', Array.from({ length: 60_000 }, () => '\u200b\ufdfa\ud800')]
	])('%s it ends soon', (_name, pieces) => {
		const startedAt = performance.now();
		findPassage(pieces, passage);
		expect(performance.now() - startedAt).toBeLessThan(3_000);
	});
});

describe('however a text is painted', () => {
	const word = fc.stringMatching(/^[a-zéß]{1,9}$/);
	const texts = fc.array(word, { minLength: 4, maxLength: 60 });
	it('the words marked are the words of the passage', () => {
		fc.assert(
			fc.property(
				texts,
				fc.nat(),
				fc.nat(),
				fc.infiniteStream(fc.nat({ max: 11 })),
				(words, one, other, cuts) => {
					const [from = 0, to = 0] = [one % words.length, other % words.length].sort((a, b) => a - b);
					const before = words
						.slice(0, from)
						.map((each) => `${each} `)
						.join('');
					const passage = words.slice(from, to + 1).join(' ');
					const text = words.join(' ');
					const span = { text, start: before.length, end: before.length + passage.length };
					const pieces = paint(text, cuts);
					const marked = (wordsOf(pieces, findPassage(pieces, span)) ?? []).join('');
					expect(foldText(marked).letters).toBe(foldText(passage).letters);
				}
			)
		);
	});
});

/** Cut into pieces anywhere, some of them with the hyphen of a broken word. */
function paint(text: string, cuts: Iterator<number>): string[] {
	const pieces: string[] = [];
	for (let at = 0; at < text.length;) {
		const length = 1 + (cuts.next().value as number);
		const piece = text.slice(at, at + length);
		const isInWord = /\p{L}$/u.test(piece) && /^\p{L}/u.test(text.slice(at + length));
		pieces.push(isInWord && length % 3 === 0 ? `${piece}-` : piece);
		at += length;
	}
	return pieces;
}
