import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CitationData, UnsupportedData } from '#lib/shared/conversation/parts.ts';
import { createCitationWeaver } from './citation-weaver.ts';
import { createPassageBook } from './passage-book.ts';
import { createSentenceJudge } from './sentence-judge.ts';
import { createSentenceProof, type Handling, type Proven } from './sentence-proof.ts';

const REVISION = 'Lessons last 45 minutes. They take place once a week. Missed lessons are not replaced.';

function start(handling: Handling, question = '') {
	const book = createPassageBook();
	const place = { chunkId: 'c', documentId: 'doc', revision: 'r1', title: 'Lessons', headings: [] };
	book.number({ passages: [{ ...place, start: 0, end: REVISION.length, text: REVISION, relevance: 1 }] });
	const weaver = createCitationWeaver(book.find);
	const proof = createSentenceProof(createSentenceJudge(book, question), handling);
	return {
		book,
		proof,
		take: (delta: string) => proof.take(weaver.take(delta)),
		end: () => [...proof.take(weaver.end()), ...proof.end()]
	};
}

function read(handling: Handling, deltas: readonly string[]) {
	const { take, end, proof } = start(handling);
	return { ...gather([...deltas.flatMap(take), ...end()]), count: proof.count() };
}

function gather(proven: readonly Proven[]) {
	let text = '';
	const citations: CitationData[] = [];
	const doubts: (UnsupportedData & { before: number })[] = [];
	for (const item of proven) {
		if (item.kind === 'text') text += item.text;
		else if (item.kind === 'citation') {
			expect(item.data.textEnd).toBeLessThanOrEqual(text.length);
			citations.push(item.data);
		} else doubts.push({ ...item.data, before: text.length });
	}
	return { text, citations, doubts };
}

const RIGHT = 'Lessons last 45 minutes.【1】';
const WRONG = 'Lessons last 60 minutes.【1】';

describe('a sentence that its source does not bear out', () => {
	it('is announced before a word of it is shown, and the others are not', () => {
		const { text, doubts, citations, count } = read('mark', [
			`${RIGHT} ${WRONG} They take place once a week.【1】`
		]);
		expect(text).toBe('Lessons last 45 minutes. Lessons last 60 minutes. They take place once a week.');
		expect(doubts).toEqual([{ textStart: 25, textEnd: 49, reasons: ['number'], before: 25 }]);
		expect(citations.map(({ textStart }) => textStart)).toEqual([0, 25, 50]);
		expect(count).toBe(1);
	});

	it('is left out for a sign where that is wished, and what follows keeps its places', () => {
		const { text, doubts, citations } = read('strike', [`- ${WRONG}\n- ${RIGHT}`]);
		expect(text).toBe('- […]\n- Lessons last 45 minutes.');
		expect(doubts).toEqual([{ textStart: 2, textEnd: 5, reasons: ['number'], struck: true, before: 2 }]);
		expect(citations).toMatchObject([{ textStart: 8, textEnd: 32, sentence: 'Lessons last 45 minutes.' }]);
	});

	it('is only counted where nobody is to wait', () => {
		const { take, end, proof } = start('count');
		expect(take('Lessons last')).toEqual([{ kind: 'text', text: 'Lessons last' }]);
		take(' 60 minutes.【1】 Bye.');
		end();
		expect(proof.count()).toBe(1);
	});

	it('is one without a mark as well, unless some passage of the turn bears it out', () => {
		expect(read('mark', ['Missed lessons are not replaced. Missed lessons are free.']).doubts).toMatchObject([
			{ textStart: 33, textEnd: 57 }
		]);
	});

	it('is none that asks, greets or admits', () => {
		expect(read('mark', ['Hello! I could not find that. Shall I ask a person?']).count).toBe(0);
	});

	it('is none that says what a tool has told', () => {
		const { book, take, end, proof } = start('mark');
		book.number({ ticket: { number: 12, status: 'open', subject: 'Broken pedal', dueAt: '2026-03-12' } });
		const { doubts } = gather([
			...take('Your ticket 12 is open. It is due on 12 March. Your ticket 13 is open.'),
			...end()
		]);
		expect(doubts).toMatchObject([{ textStart: 47, reasons: ['uncited'] }]);
		expect(proof.count()).toBe(1);
	});
});

describe('holding back', () => {
	it('keeps one sentence at most, and shows it with the first word of the next', () => {
		const { take } = start('mark');
		expect(take('Lessons last 45')).toEqual([]);
		expect(take(' minutes.【1】')).toEqual([]);
		expect(take(' They take')).toMatchObject([
			{ kind: 'text', text: 'Lessons last 45 minutes.' },
			{ kind: 'citation' }
		]);
		expect(take(' place once a week.')).toEqual([]);
	});

	it('does not wait for the end of a sentence without one', () => {
		const { take } = start('mark');
		let longest = 0;
		let held = 0;
		for (let n = 0; n < 2_000; n++) {
			held += 5;
			for (const item of take('word ')) if (item.kind === 'text') held -= item.text.length;
			longest = Math.max(longest, held);
		}
		expect(longest).toBeLessThanOrEqual(700);
	});

	it('forgets what nobody has seen', () => {
		const { take, end, proof } = start('mark');
		take('Lessons last 60');
		proof.drop();
		expect(end()).toEqual([]);
		expect(proof.count()).toBe(0);
	});

	it('leaves code alone, however long', () => {
		const code = `\`\`\`js\n${'const fee = 60; // Costs rise. Always.\n'.repeat(60)}\`\`\``;
		const { text, count } = read('mark', Array.from(`${RIGHT}\n\n${code}\n\n${RIGHT}`));
		expect(text).toBe(`Lessons last 45 minutes.\n\n${code}\n\nLessons last 45 minutes.`);
		expect(count).toBe(0);
	});

	it.each([
		['one word', 'a'.repeat(1_000_000)],
		['sentences', 'Lessons cost 5 euros. '.repeat(2_000)],
		['blanks', ' '.repeat(1_000_000)],
		['pairs', '🎻'.repeat(100_000)]
	])('takes a megabyte in its stride: %s', (_name, text) => {
		const started = performance.now();
		expect(read('mark', [text.slice(0, 500), text.slice(500)]).text === text).toBe(true);
		expect(performance.now() - started).toBeLessThan(8_000);
	});
});

describe('however the answer is cut', () => {
	const piece = fc.constantFrom(
		...[
			'Lessons last 45 minutes',
			'Lessons last 60 minutes',
			'They cost 5 euros',
			'Hello',
			'Is it so',
			'e.g',
			'Mr'
		],
		...['.', '. ', '.\n', '\n\n', ' ', ', ', '!', '?', '【1】', '- ', '# ', '1. ', '```\n', '|', '🎻', '**']
	);
	const answer = fc.array(piece, { maxLength: 30 }).map((list) => list.join(''));

	it.each(['mark', 'strike'] as const)('the same is shown: %s', (handling) => {
		fc.assert(
			fc.property(answer, fc.array(fc.nat(), { maxLength: 30 }), (whole, cuts) => {
				const at = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
				const deltas = [0, ...at].map((from, index) => whole.slice(from, at[index] ?? whole.length));
				const marked = read('mark', deltas);
				const plain = read('count', deltas);
				expect(marked.text).toBe(plain.text);
				const shown = handling === 'mark' ? marked : read('strike', deltas);
				for (const { textStart, textEnd, before } of shown.doubts) {
					expect(before).toBe(textStart);
					expect(textEnd).toBeLessThanOrEqual(shown.text.length);
					if (handling === 'strike') expect(shown.text.slice(textStart, textEnd)).toBe('[…]');
				}
				for (const { sentence, textStart, textEnd } of shown.citations)
					expect(shown.text.slice(textStart, textEnd)).toBe(sentence);
			}),
			{ numRuns: 100 }
		);
	});
});
