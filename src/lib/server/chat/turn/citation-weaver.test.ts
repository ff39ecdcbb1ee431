import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { createCitationWeaver } from './citation-weaver.ts';
import { createPassageBook } from './passage-book.ts';

const REVISION =
	'Lessons last 45 minutes. They take place once a week. A missed lesson is not replaced. The recital is in June.';

function passageOf(from: string, to: string, chunkId: string) {
	const start = REVISION.indexOf(from);
	const end = REVISION.indexOf(to) + to.length;
	const text = REVISION.slice(start, end);
	const place = { chunkId, documentId: 'doc', revision: 'r1', title: 'Lessons', headings: ['Lessons'] };
	return { ...place, start, end, text, relevance: 1 };
}

function book() {
	const pages = createPassageBook();
	pages.number({
		passages: [passageOf('Lessons last', 'once a week.', 'a'), passageOf('A missed', 'in June.', 'b')],
		terms: []
	});
	return pages;
}

function weave(deltas: string[]): { text: string; citations: CitationData[]; order: string[] } {
	const weaver = createCitationWeaver(book().find);
	const woven = [...deltas.flatMap((delta) => weaver.take(delta)), ...weaver.end()];
	let text = '';
	const order: string[] = [];
	const citations: CitationData[] = [];
	for (const item of woven) {
		if (item.kind === 'text') text += item.text;
		else {
			citations.push(item.data);
			order.push(`${text.length}:${item.data.quote}`);
		}
	}
	return { text, citations, order };
}

describe('the citation weaver', () => {
	it('takes the marks out and cites each sentence with the exact words of its source', () => {
		const { text, citations } = weave([
			'Lessons last 45 minutes.【1】 A missed lesson is not replaced.【2】'
		]);
		expect(text).toBe('Lessons last 45 minutes. A missed lesson is not replaced.');
		expect(citations.map(({ quote }) => quote)).toEqual([
			'Lessons last 45 minutes.',
			'A missed lesson is not replaced.'
		]);
		for (const { start, end, quote } of citations) expect(REVISION.slice(start, end)).toBe(quote);
		for (const { textStart, textEnd, sentence } of citations)
			expect(text.slice(textStart, textEnd)).toBe(sentence);
	});

	it('numbers passages by their first citation, and a passage keeps its number', () => {
		const { citations } = weave([
			'The recital is in June.【2】 Lessons last 45 minutes.【1】 A missed lesson is not replaced.【2】'
		]);
		expect(citations.map(({ number }) => number)).toEqual([1, 2, 1]);
	});

	it.each([
		[
			'the mark before the full stop',
			'Lessons last 45 minutes 【1】. Next.',
			'Lessons last 45 minutes. Next.'
		],
		['no space after the mark', 'Lessons last 45 minutes.【1】Next.', 'Lessons last 45 minutes. Next.'],
		['two marks', 'Lessons last 45 minutes.【1】【2】 Next.', 'Lessons last 45 minutes. Next.'],
		['two numbers in one mark', 'Lessons last 45 minutes.【1, 2】 Next.', 'Lessons last 45 minutes. Next.'],
		[
			'a source behind a dagger',
			'Lessons last 45 minutes.【1†source】 Next.',
			'Lessons last 45 minutes. Next.'
		],
		['a mark in a list', '- Lessons last 45 minutes.【1】\n- Next.', '- Lessons last 45 minutes.\n- Next.'],
		[
			'a paragraph after the mark',
			'Lessons last 45 minutes.【1】\n\nNext.',
			'Lessons last 45 minutes.\n\nNext.'
		],
		['a mark in mid-sentence', 'Lessons last 45 minutes【1】, weekly.', 'Lessons last 45 minutes, weekly.']
	])('reads as if the mark had not been there: %s', (_name, marked, clean) => {
		const { text, citations } = weave([marked]);
		expect(text).toBe(clean);
		expect(citations[0]?.quote).toContain('Lessons last 45 minutes');
	});

	it.each(['【note】 stays', 'the end stays \n', 'an open 【 stays', 'an open 【12', 'a 【\n1】 break'])(
		'leaves what is no mark: %s',
		(text) => {
			expect(weave([text]).text).toBe(text);
		}
	);

	it('drops a mark whose passage does not exist, and one that does not bear the sentence out', () => {
		const { text, citations } = weave(['Lessons last 45 minutes.【7】 Elephants fly to Mars tonight.【1】']);
		expect(text).toBe('Lessons last 45 minutes. Elephants fly to Mars tonight.');
		expect(citations).toEqual([]);
	});

	it('gives the same text and the same citations in the same places, however the answer is cut', () => {
		const pieces = fc.constantFrom(
			...['Lessons last 45 minutes', 'A missed lesson is not replaced', 'The recital is in June', 'Hm'],
			...[
				'.',
				' ',
				'  ',
				'\n',
				'\n\n',
				', ',
				'!',
				'【1】',
				'【2】',
				'【1, 2】',
				'【9】',
				'【',
				'】',
				'【x】',
				'12',
				'♭'
			]
		);
		const answer = fc.array(pieces, { maxLength: 30 }).map((list) => list.join(''));
		fc.assert(
			fc.property(answer, fc.array(fc.nat(), { maxLength: 40 }), (whole, cuts) => {
				const at = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
				const deltas = [0, ...at].map((from, index) => whole.slice(from, at[index] ?? whole.length));
				const expected = weave([whole]);
				expect(weave(deltas)).toEqual(expected);
				for (const { textStart, textEnd, sentence, start, end, quote } of expected.citations) {
					expect(expected.text.slice(textStart, textEnd)).toBe(sentence);
					expect(REVISION.slice(start, end)).toBe(quote);
				}
			}),
			{ numRuns: 500 }
		);
	});
});
