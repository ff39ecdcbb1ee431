// Every form an answer may take, in one place: what is wrong in it is announced, what is right is not, however the deltas cut it.
import { describe, expect, it } from 'vitest';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { createCitationWeaver } from './citation-weaver.ts';
import { createPassageBook } from './passage-book.ts';
import { createSentenceJudge } from './sentence-judge.ts';
import { createSentenceProof, type Handling } from './sentence-proof.ts';

const REVISION =
	'Lessons last 45 minutes. A lesson costs 12.50 euros. They take place once a week, e.g. on Monday. Missed lessons are not replaced.';

/** What is shown, and the stretches that are marked; letter by letter, and all at once. */
function read(answer: string, handling: Handling = 'mark') {
	const [cut, whole] = [readIn(Array.from(answer), handling), readIn([answer], handling)];
	expect(cut).toEqual(whole);
	return whole;
}

function readIn(deltas: readonly string[], handling: Handling) {
	const book = createPassageBook();
	const place = { chunkId: 'c', documentId: 'doc', revision: 'r1', title: 'Lessons', headings: [] };
	book.number({ passages: [{ ...place, start: 0, end: REVISION.length, text: REVISION, relevance: 1 }] });
	const weaver = createCitationWeaver(book.find);
	const proof = createSentenceProof(createSentenceJudge(book, ''), handling);
	let text = '';
	const [places, citations]: [[number, number][], CitationData[]] = [[], []];
	for (const item of [
		...deltas.flatMap((delta) => proof.take(weaver.take(delta))),
		...proof.take(weaver.end()),
		...proof.end()
	]) {
		if (item.kind === 'text') text += item.text;
		else if (item.kind === 'citation') citations.push(item.data);
		else places.push([item.data.textStart, item.data.textEnd]);
	}
	return {
		text,
		marked: places.map(([start, end]) => text.slice(start, end)),
		cited: citations.map(({ quote }) => quote)
	};
}

describe('marked is, and nothing else', () => {
	it.each([
		[
			'an item of a list',
			'- Lessons last 45 minutes【1】\n- Lessons last 60 minutes【1】\n',
			['Lessons last 60 minutes']
		],
		[
			'a numbered item',
			'1. Lessons last 60 minutes.【1】\n2. They take place once a week.【1】',
			['Lessons last 60 minutes.']
		],
		[
			'a row of a table',
			'| Lesson | Lasts |\n| --- | --- |\n| A lesson | 60 minutes |\n\nLessons last 45 minutes.【1】',
			['| A lesson | 60 minutes |']
		],
		[
			'a heading with a number of its own',
			'## Lessons last 60 minutes\n\nLessons last 45 minutes.【1】',
			['Lessons last 60 minutes']
		],
		['a quotation', '> Lessons last 60 minutes.【1】', ['Lessons last 60 minutes.']],
		['an answer without a full stop', 'Lessons last 60 minutes', ['Lessons last 60 minutes']],
		[
			'a sentence with a decimal',
			'A lesson costs 12.50 euros.【1】 A lesson costs 15.50 euros.【1】',
			['A lesson costs 15.50 euros.']
		],
		[
			'a sentence with an abbreviation',
			'They take place once a week, e.g. on Monday.【1】 They take place once a week, e.g. on Friday.【1】',
			['They take place once a week, e.g. on Friday.']
		],
		[
			'what is said in bold',
			'**Missed lessons are replaced.**【1】 Lessons last 45 minutes.【1】',
			['Missed lessons are replaced.']
		]
	])('%s', (_name, answer, marked) => {
		const found = read(answer).marked;
		expect(found.map((text) => text.replaceAll('*', ''))).toEqual(marked);
	});
});

describe('a citation', () => {
	it('of a passage that was never found is dropped, and the sentence judged by those that were', () => {
		expect(read('Lessons last 45 minutes.【7】')).toEqual({
			text: 'Lessons last 45 minutes.',
			marked: [],
			cited: []
		});
		expect(read('Lessons last 60 minutes.【7】').marked).toEqual(['Lessons last 60 minutes.']);
	});

	it('in square brackets of the model’s own is no number of the sentence', () => {
		expect(read('Lessons last 45 minutes [9].').marked).toEqual([]);
		expect(read('Lessons last 45 minutes.[^3]').marked).toEqual([]);
		expect(read('Lessons last 60 minutes [1].').marked).toEqual(['Lessons last 60 minutes [1].']);
	});

	it('that is never closed is text, and nothing is lost', () => {
		expect(read('Lessons last 45 minutes.【1').text).toBe('Lessons last 45 minutes.【1');
	});

	it('between two sentences belongs to the first', () => {
		expect(read('Lessons last 45 minutes【1】. Missed lessons are not replaced【1】.')).toEqual({
			text: 'Lessons last 45 minutes. Missed lessons are not replaced.',
			marked: [],
			cited: ['Lessons last 45 minutes.', 'Missed lessons are not replaced.']
		});
	});
});

describe('a very long sentence', () => {
	it('is judged in pieces, and its end is judged as well', () => {
		const { text, marked } = read(
			`Lessons last 45 minutes ${'and 45 minutes '.repeat(60)}and cost 900 euros.`
		);
		expect(text).toMatch(/900 euros\.$/u);
		expect(marked.join('')).toContain('900 euros');
	});

	it('that is struck leaves one sign for each piece and none of its words', () => {
		const { text } = read('Lessons last 60 minutes. Lessons last 45 minutes.【1】', 'strike');
		expect(text).toBe('[…] Lessons last 45 minutes.');
	});
});
