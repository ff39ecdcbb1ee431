import { describe, expect, it } from 'vitest';
import { judge, summarise, type Answer, type Question } from './judge.mjs';
import { firstWords, holdsPhrase, normalise } from './matching.mjs';

describe('comparing texts', () => {
	it('takes no notice of markup, typography and case', () => {
		const source =
			'---\ntitle: X\n---\n## The *Bass*\n\n> 1. A [pivot chord](a_(b).html) <!-- hidden -->is “one” — V<sup>7</sup> &amp; more | cell\\#![x](y.png)';
		expect(normalise(source)).toBe('the bass a pivot chord is "one" - v7 & more cell#');
	});

	it('finds phrases as whole words', () => {
		expect(holdsPhrase(normalise('The **V** chord'), 'V')).toBe(true);
		expect(holdsPhrase(normalise('The IV chord'), 'V')).toBe(false);
		expect(holdsPhrase(normalise('steps: W–H–W'), 'w-h-w')).toBe(true);
		expect(holdsPhrase(normalise('costs £300.'), '£300')).toBe(true);
	});

	it('reads so many words of a passage and no more', () => {
		expect(firstWords('one two  three', 2)).toBe('one two');
		expect(firstWords('one two', 5)).toBe('one two');
	});
});

describe('judging an answer', () => {
	const question: Question = {
		id: 'q',
		question: 'How many?',
		answerable: true,
		sources: ['a.md'],
		answer_spans: [
			{ file: 'a.md', text: 'two *cadences*' },
			{ file: 'a.md', text: 'a strong one' }
		],
		key_phrases: ['two', 'strong'],
		key_alternatives: { two: ['2'] }
	};
	const answer: Answer = {
		text: 'There are 2, one of them strong.',
		refused: false,
		passages: [
			{ source: 'b.md', text: 'two cadences, a strong one' },
			{ source: 'theory/a.md', text: 'Two cadences.' },
			{ source: 'a.md', text: 'It is a strong one.' }
		],
		citations: 2,
		exactCitations: 2,
		uncited: [],
		firstDeltaMs: 4
	};

	it('wants the right file; tells a part of the answer among the passages from all of it', () => {
		expect(judge(question, answer)).toMatchObject({
			rightSourceAt1: false,
			rightSourceAt3: true,
			answerSpanAt1: false,
			answerSpanAt3: true,
			allSpansAt3: true,
			keyPhrases: 1
		});
		expect(judge(question, { ...answer, passages: answer.passages.slice(0, 2) })).toMatchObject({
			answerSpanAt3: true,
			allSpansAt3: false
		});
		expect(judge(question, { ...answer, passages: answer.passages.slice(0, 1) }).answerSpanAt3).toBe(false);
	});

	it('counts an uncited sentence as a citation that is not exact', () => {
		const { answerable } = summarise([judge(question, { ...answer, uncited: ['Really.'] })]);
		expect(answerable.citationsExact).toBe(0.6667);
	});

	it('gives a refusal no key phrases', () => {
		const { answerable } = summarise([judge(question, { ...answer, refused: true })]);
		expect(answerable).toMatchObject({ keyPhrases: 0, refused: 1, n: 1 });
	});
});
