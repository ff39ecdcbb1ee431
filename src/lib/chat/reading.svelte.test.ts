import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { citedDocuments, citedSentences, passageHref } from './citations.ts';
import { Outbox } from './outbox.ts';
import { nextShownLength } from './reveal.svelte.ts';
import { shortcutFor } from './shortcuts.ts';
import { newSentences } from './spoken.ts';

function citation(over: Partial<CitationData>): CitationData {
	return {
		sentence: 'A.',
		textStart: 0,
		textEnd: 2,
		number: 1,
		documentId: 'd1',
		revision: 'f'.repeat(64),
		title: 'One',
		headings: [],
		start: 5,
		end: 9,
		quote: 'quot',
		...over
	};
}

describe('an answer that appears', () => {
	it('grows by whole words and reaches its end', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('word', 'and', 'longer-one', '\n\n', '. '), { maxLength: 60 }),
				(words) => {
					const text = words.join(' ');
					let shown = 0;
					for (let step = 0; step < 500 && shown < text.length; step++) {
						const next = nextShownLength(text, shown, false);
						expect(next).toBeGreaterThan(shown);
						expect(next === text.length || /\s/.test(text[next] ?? '')).toBe(true);
						shown = next;
					}
					expect(shown).toBe(text.length);
				}
			)
		);
	});

	it('never shows half a word while more is to come', () => {
		expect(nextShownLength('One two thr', 0, true)).toBeLessThanOrEqual('One two'.length);
	});
});

describe('what a screen reader is told', () => {
	it('is whole sentences, each once, and the rest at the end', () => {
		const first = newSentences('One. Two is', 0, false);
		expect(first.words).toBe('One.');
		const second = newSentences('One. Two is here! And', first.next, false);
		expect(second.words).toBe('Two is here!');
		expect(newSentences('One. Two is here! And **more**', second.next, true).words).toBe('And more');
	});
});

describe('citations', () => {
	it('belong to their sentence once it is shown, each number once', () => {
		const all = [
			citation({}),
			citation({ start: 20, end: 24 }),
			citation({ textStart: 3, textEnd: 8, number: 2 })
		];
		expect(citedSentences(all, 5).map(({ key, citations }) => [key, citations.length])).toEqual([['0', 1]]);
		expect(citedSentences(all, 8).map(({ key }) => key)).toEqual(['0', '3']);
	});

	it('leave a sentence in doubt marked from its first word on, with what it cites once it is whole', () => {
		const doubts = [{ textStart: 3, textEnd: 8 }];
		const all = [citation({}), citation({ textStart: 3, textEnd: 8, number: 2 })];
		const marks = (shown: number) =>
			citedSentences(all, shown, doubts).map(({ key, end, citations }) => [key, end, citations.length]);
		expect(marks(3)).toEqual([['0', 2, 1]]);
		expect(marks(5)).toEqual([
			['0', 2, 1],
			['u3', 5, 0]
		]);
		expect(marks(8)).toEqual([
			['0', 2, 1],
			['u3', 8, 1]
		]);
	});

	it('are gathered by document and lead to the passage', () => {
		const all = [citation({}), citation({ documentId: 'd2', number: 2 }), citation({ number: 3 })];
		expect(
			citedDocuments(all).map(({ documentId, citations }) => [documentId, citations.map((one) => one.number)])
		).toEqual([
			['d1', [1, 3]],
			['d2', [2]]
		]);
		expect(passageHref(citation({}))).toBe(`/knowledge/d1?revision=${'f'.repeat(64)}&start=5&end=9#passage`);
	});
});

describe('single keys', () => {
	const key = (name: string, over = {}) => ({
		key: name,
		altKey: false,
		ctrlKey: false,
		metaKey: false,
		isComposing: false,
		defaultPrevented: false,
		...over
	});

	it('count outside of fields only, and never with a modifier', () => {
		expect(shortcutFor(key('n'), { isField: false, isTurn: false })).toBe('begin');
		expect(shortcutFor(key('n'), { isField: true, isTurn: false })).toBeUndefined();
		expect(shortcutFor(key('n', { ctrlKey: true }), { isField: false, isTurn: false })).toBeUndefined();
		expect(shortcutFor(key('Escape'), { isField: true, isTurn: false })).toBe('leave');
	});

	it('leave the arrows to scrolling until a question has the focus', () => {
		expect(shortcutFor(key('ArrowDown'), { isField: false, isTurn: false })).toBeUndefined();
		expect(shortcutFor(key('ArrowDown'), { isField: false, isTurn: true })).toBe('next');
	});
});

describe('the outbox', () => {
	it('reads whatever a store holds as at most a list of questions', () => {
		fc.assert(
			fc.property(fc.oneof(fc.json(), fc.string()), (kept) => {
				const outbox = new Outbox({
					getItem: () => kept,
					setItem: () => undefined,
					removeItem: () => undefined
				});
				for (const unsent of outbox.all()) expect(typeof unsent.text).toBe('string');
			})
		);
	});

	it('goes on without a store that works', () => {
		const broken = () => {
			throw new Error('full');
		};
		const outbox = new Outbox({ getItem: broken, setItem: broken, removeItem: broken });
		outbox.put({ conversationId: 'c', clientMessageId: 'm', text: 'Hi' });
		outbox.keepDraft('new', 'Half');
		expect([outbox.all(), outbox.draft('new')]).toEqual([[], '']);
	});
});
