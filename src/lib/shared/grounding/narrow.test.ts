import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Passage } from '#lib/shared/knowledge.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { narrow } from './index.ts';

function passageOf(text: string, start = 0): Passage {
	return {
		chunkId: 'c',
		documentId: 'd',
		revision: 'r',
		title: 'Title',
		headings: [],
		start,
		end: start + text.length,
		text,
		relevance: 1
	};
}

const period =
	'The period is characterized by balance. Unlike the sentence, the period contains *two cadences*, a weak one to end the *antecedent* and a strong one. However, not every theme is a [period](period.html).\n\n- variety\n- motion (towards a goal)';

describe('narrow', () => {
	it('finds a sentence taken over word for word, emphasis and full stop included', () => {
		const found = narrow(
			'Unlike the sentence, the period contains two cadences, a weak one to end the antecedent and a strong one.',
			[passageOf(period, 100)]
		);
		expect(found?.quote).toBe(
			'Unlike the sentence, the period contains *two cadences*, a weak one to end the *antecedent* and a strong one.'
		);
		expect(found?.start).toBe(100 + period.indexOf('Unlike'));
		expect(found && period.slice(found.start - 100, found.end - 100)).toBe(found?.quote);
	});

	it('finds a sentence that lost its leading connective, and keeps the link target inside the quote', () => {
		const found = narrow('Not every theme is a period. 【3】', [passageOf(period)]);
		expect(found?.quote).toBe('not every theme is a [period](period.html).');
	});

	it('prefers the list item to the same word inside another sentence', () => {
		const text = 'Melodies need motion and variety in every bar.\n\n- smoothness\n- variety\n- motion';
		const found = narrow('variety', [passageOf(text)]);
		expect(found?.start).toBe(text.indexOf('- variety') + 2);
	});

	it('gives a paraphrase the sentence that holds most of its words', () => {
		const found = narrow('A period has a weak and a strong cadence, unlike a sentence.', [passageOf(period)]);
		expect(found?.quote).toMatch(/^Unlike the sentence, .* a strong one\.$/);
	});

	it('chooses the passage that supports the sentence among several', () => {
		const other = passageOf('Lessons are paid by the term.');
		const found = narrow('The period is characterized by balance.', [other, passageOf(period, 7)]);
		expect(found?.passage.text).toBe(period);
		expect(found?.quote).toBe('The period is characterized by balance.');
	});

	it('gives nothing for a sentence the passage does not support', () => {
		expect(narrow('Refunds take five working days.', [passageOf(period)])).toBeUndefined();
		expect(narrow('', [passageOf(period)])).toBeUndefined();
		expect(narrow('【1】', [passageOf(period)])).toBeUndefined();
	});

	it('quotes an exact slice inside the passage, whatever the text', () => {
		const text = fc.stringMatching(/^[A-Za-z*_`[\]().,!?♭#\n |>-]{0,300}$/);
		fc.assert(
			fc.property(
				fc.oneof(fc.string({ unit: 'grapheme' }), text),
				text,
				fc.nat(1000),
				(source, sentence, start) => {
					const found = narrow(sentence, [passageOf(source, start)]);
					if (!found) return;
					expect(found.start).toBeGreaterThanOrEqual(start);
					expect(found.end).toBeLessThanOrEqual(start + source.length);
					expect(found.end).toBeGreaterThan(found.start);
					expect(source.slice(found.start - start, found.end - start)).toBe(found.quote);
				}
			)
		);
	});

	it('finds every sentence of a text inside itself', () => {
		const word = fc.constantFrom(
			'tonic',
			'the',
			'cadence',
			'*weak*',
			'of',
			'bar',
			'[link](a.html)',
			'V7',
			'plays',
			'minor'
		);
		const sentence = fc
			.array(word, { minLength: 3, maxLength: 9 })
			.map((words) => `Here ${words.join(' ')}.`);
		fc.assert(
			fc.property(fc.array(sentence, { minLength: 1, maxLength: 6 }), (sentences) => {
				const source = sentences.join(' ');
				for (const span of splitSentences(source)) {
					const original = source.slice(span.start, span.end);
					expect(narrow(original, [passageOf(source)])?.quote).toBe(original);
				}
			})
		);
	});

	it('stays linear on a long repetitive passage', () => {
		const text = 'a a a a b. '.repeat(20_000);
		const started = performance.now();
		narrow(`${'a '.repeat(5_000)} c`, [passageOf(text)]);
		expect(performance.now() - started).toBeLessThan(2_000);
	});
});
