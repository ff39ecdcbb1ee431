import { describe, expect, it } from 'vitest';
import { generateSummary } from '../context/index.ts';
import { createPassageBook } from './passage-book.ts';
import { readContext } from './context.ts';
import { titleFrom } from './title.ts';

describe('a title', () => {
	it.each([
		['How long is a lesson?', 'How long is a lesson?'],
		['**Bold** [link](http://x)  and\n\nmore', 'Bold link and more'],
		['Hello there everyone. I have a question about fees.', 'Hello there everyone.'],
		[
			'Is it true that, if I practise every day for an hour, I get better at scales?',
			'Is it true that, if I practise every day for an hour, I get…'
		],
		['a'.repeat(100), `${'a'.repeat(60)}…`]
	])('of %j', (question, title) => {
		expect(titleFrom(question)).toBe(title);
	});

	it('never splits a character', () => {
		expect(titleFrom(`${'a'.repeat(59)}🎻🎻🎻`).isWellFormed()).toBe(true);
	});
});

describe('the context of a turn', () => {
	const said = (id: string, parentId: string | null, role: 'user' | 'assistant', text: string) =>
		[id, { id, parentId, role, text }] as const;
	const storeOf = (...messages: ReturnType<typeof said>[]) => {
		const byId = new Map(messages);
		let reads = 0;
		return {
			spoken: (id: string) => {
				reads++;
				return byId.get(id);
			},
			reads: () => reads
		};
	};

	const read = (store: ReturnType<typeof storeOf>, questionId: string) =>
		readContext(store, questionId, (id) =>
			generateSummary([{ id, parentId: null, role: 'assistant', text: `recalled at ${id}`, createdAt: 1 }])
		);

	it('leaves out exchanges that were never answered', () => {
		const store = storeOf(
			said('q1', null, 'user', 'One?'),
			said('a1', 'q1', 'assistant', ''),
			said('q2', 'a1', 'user', 'Two?')
		);
		expect(read(store, 'q2')).toEqual({ messages: [{ role: 'user', content: 'Two?' }], earlier: undefined });
	});

	it('costs the same in a long conversation', () => {
		const long = (length: number) =>
			storeOf(
				...Array.from({ length }, (_, n) =>
					said(`m${n}`, n === 0 ? null : `m${n - 1}`, n % 2 === 0 ? 'user' : 'assistant', `Message ${n}`)
				)
			);
		const short = long(101);
		const endless = long(10_001);
		const endlessly = read(endless, 'm10000');
		expect(endlessly.messages).toHaveLength(read(short, 'm100').messages.length);
		expect(endlessly.earlier?.summary).toBe('recalled at m9999');
		expect(endless.reads()).toBe(short.reads());
	});

	it('keeps the newest that fit and the question whatever its size', () => {
		const store = storeOf(
			said('q1', null, 'user', 'Old?'),
			said('a1', 'q1', 'assistant', 'x'.repeat(8_000)),
			said('q2', 'a1', 'user', 'New?'),
			said('a2', 'q2', 'assistant', 'Yes.'),
			said('q3', 'a2', 'user', 'y'.repeat(8_000))
		);
		const { messages, earlier } = read(store, 'q3');
		expect(messages.map(({ content }) => content.slice(0, 4))).toEqual(['New?', 'Yes.', 'yyyy']);
		expect(earlier?.summary).toBe('recalled at a2');
	});
});

describe('the passage book', () => {
	const passage = (start: number) => ({
		chunkId: `c${start}`,
		documentId: 'd',
		revision: 'r',
		title: 'T',
		headings: [],
		start,
		end: start + 5,
		text: 'words',
		relevance: 1
	});

	it('numbers through the turn, and a passage found again keeps its number', () => {
		const book = createPassageBook();
		book.number({ passages: [passage(0), passage(10)], terms: [] });
		const again = book.number({ passages: [passage(10), passage(20)], terms: [] });
		expect(again).toMatchObject({ passages: [{ n: 2 }, { n: 3 }], terms: [] });
		expect(book.find(3)?.start).toBe(20);
		expect(book.find(0)).toBeUndefined();
	});

	it('leaves data without passages alone', () => {
		expect(createPassageBook().number({ requestId: 'x' })).toEqual({ requestId: 'x' });
	});
});
