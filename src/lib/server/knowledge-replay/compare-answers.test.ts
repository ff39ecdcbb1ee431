import { describe, expect, it } from 'vitest';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { compareAnswers } from './compare-answers.ts';

const FEES = 'fees';
const RULES = 'rules';
type Told = [sentence: string, documentId: string, quote?: string];

function answer(told: Told[], { refused = false, confidence = 0.8 } = {}) {
	let text = '';
	const citations = told.map(([sentence, documentId, quote = sentence]): CitationData => {
		const textStart = text.length + (text === '' ? 0 : 1);
		text = text === '' ? sentence : `${text} ${sentence}`;
		return {
			...{ sentence, textStart, textEnd: text.length, number: 1, documentId, revision: 'r' },
			...{ title: 't', headings: [], start: 0, end: quote.length, quote }
		};
	});
	return { text, refused, confidence, citations };
}
const REFUSAL = { text: 'I cannot find that.', refused: true, confidence: 0.9, citations: [] };
const compare = (before: ReturnType<typeof answer>, after: ReturnType<typeof answer>, textAfter = '') =>
	compareAnswers(before, after, { documentId: FEES, textAfter });

const PRICE = 'A piano lesson of 30 minutes costs 42 euros.';

describe('what became of a question', () => {
	it.each<[string, Told[], Told[], string]>([
		['another number', [[PRICE, FEES]], [['A piano lesson of 30 minutes costs 45 euros.', FEES]], 'flipped'],
		[
			'the other way round',
			[['Pupils may bring guests.', FEES]],
			[['Pupils may not bring guests.', FEES]],
			'flipped'
		],
		['said first by another document', [[PRICE, FEES]], [['Fees are paid by the month.', RULES]], 'flipped'],
		[
			'one more thing out of it',
			[[PRICE, FEES]],
			[
				[PRICE, FEES],
				['Scores cost 12 euros more.', FEES]
			],
			'flipped'
		],
		['the same', [[PRICE, FEES]], [[PRICE, FEES]], 'same'],
		['other white space', [['It costs\n42 euros.', FEES]], [['It costs 42 euros.', FEES]], 'same'],
		[
			'another end out of other documents',
			[
				[PRICE, FEES],
				['The hall is open on Monday.', RULES]
			],
			[
				[PRICE, FEES],
				['The hall is shut in August.', RULES]
			],
			'same'
		]
	])('%s', (_, before, after, verdict) => {
		const textAfter =
			after.map(([, , quote]) => quote).join(' ') + after.map(([sentence]) => sentence).join(' ');
		expect(compare(answer(before), answer(after), textAfter).verdict).toBe(verdict);
	});

	it('is that its source died, where another document says the same', () => {
		const { verdict, dead } = compare(answer([[PRICE, FEES]]), answer([[PRICE, RULES]]), 'Nothing of it.');
		expect({ verdict, dead }).toEqual({ verdict: 'died', dead: [PRICE] });
	});

	it('does not call dead what only moved, nor what another document says', () => {
		const moved = `## Elsewhere\n\n- **A piano lesson** of 30\n  minutes costs 42 euros.`;
		expect(compare(answer([[PRICE, FEES]]), answer([[PRICE, FEES]]), moved).dead).toEqual([]);
		expect(compare(answer([[PRICE, RULES]]), answer([[PRICE, RULES]]), '').dead).toEqual([]);
		// Part of another figure is not the figure.
		expect(compare(answer([['It costs 42', FEES]]), REFUSAL, 'It costs 42.5').dead).toEqual(['It costs 42']);
	});

	it('is newly answerable only where the answer can be trusted', () => {
		expect(compare(REFUSAL, answer([[PRICE, FEES]]), PRICE).verdict).toBe('newly-answerable');
		expect(compare(REFUSAL, answer([[PRICE, FEES]], { confidence: 0.1 }), PRICE).verdict).toBe('flipped');
		const unsure = answer([['Fees are paid by the month.', RULES]], { confidence: 0.1 });
		expect(compare(unsure, answer([[PRICE, FEES]]), PRICE).verdict).toBe('newly-answerable');
	});

	it('is incidental where neither answer is out of the document', () => {
		const other = answer([['Fees are paid by the month.', RULES]]);
		const another = answer([['Fees are never refunded.', RULES]]);
		expect(compare(other, another).verdict).toBe('incidental');
		expect(compare(REFUSAL, other).verdict).toBe('incidental');
		expect(compare(other, REFUSAL).verdict).toBe('incidental');
		expect(compare(other, answer([[PRICE, FEES]]), PRICE).verdict).toBe('flipped');
	});

	it('is newly refused, with what it rested on', () => {
		expect(compare(answer([[PRICE, FEES]]), REFUSAL)).toEqual({ verdict: 'newly-refused', dead: [PRICE] });
		expect(compare(REFUSAL, REFUSAL).verdict).toBe('same');
	});
});
