// What every reranker must do for a search: documents as texts or objects in, the best first out, each named once by its place, with a
// relevance between 0 and 1.
import type { RerankingModelV4 } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';

const PASSAGES = [
	{ title: 'Opening hours', headings: '', text: 'The office is open from nine to five on weekdays.' },
	{ title: 'Instrument hire', headings: 'What it costs', text: 'Hiring a cello costs 45 pounds a term.' },
	{ title: 'Cadences', headings: '', text: 'A half cadence ends on the dominant.' }
];

export function describeReranker(name: string, open: () => RerankingModelV4): void {
	const rank = async (query: string, values = PASSAGES, topN?: number) =>
		(
			await open().doRerank({
				query,
				documents: { type: 'object', values },
				...(topN === undefined ? {} : { topN })
			})
		).ranking;

	describe(`${name} as a reranker`, () => {
		it('puts the passage that answers first, each named once, best first, between 0 and 1', async () => {
			const ranking = await rank('hiring a cello');
			expect(ranking[0]?.index).toBe(1);
			expect(new Set(ranking.map(({ index }) => index)).size).toBe(3);
			const scores = ranking.map(({ relevanceScore }) => relevanceScore);
			expect(scores).toEqual([...scores].sort((a, b) => b - a));
			expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
		});

		it('reads plain texts, and gives no more than it is asked for', async () => {
			const { ranking } = await open().doRerank({
				query: 'half cadence',
				documents: { type: 'text', values: PASSAGES.map(({ text }) => text) },
				topN: 2
			});
			expect(ranking).toHaveLength(2);
			expect(ranking[0]?.index).toBe(2);
		});

		it('keeps the places when a document is empty, and ranks nothing when there is none', async () => {
			const empty = { title: '', headings: '', text: '' };
			const ranking = await rank('hiring a cello', [empty, ...PASSAGES]);
			expect(ranking[0]?.index).toBe(2);
			expect(await rank('cello', [])).toEqual([]);
		});

		it('takes many documents and long ones', async () => {
			const long = { title: 'Long', headings: '', text: 'office '.repeat(5_000) };
			const hire = PASSAGES[1] ?? long;
			const ranking = await rank('hiring a cello', [hire, ...Array.from({ length: 120 }, () => long)], 5);
			expect(ranking).toHaveLength(5);
			expect(ranking[0]?.index).toBe(0);
		});

		it('stops when it is told to', async () => {
			const stopping = async () =>
				open().doRerank({
					query: 'x',
					documents: { type: 'text', values: ['y'] },
					abortSignal: AbortSignal.abort(new Error('enough'))
				});
			await expect(stopping()).rejects.toThrow('enough');
		});
	});
}
