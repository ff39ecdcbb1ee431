import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CandidateSelection } from './candidates.ts';

const rows = fc.array(
	fc.record({
		truth: fc.double({ min: -1, max: 1, noNaN: true }),
		margin: fc.double({ min: 0, max: 0.5, noNaN: true }),
		/** Where within its margin the known score lies. */
		error: fc.double({ min: -1, max: 1, noNaN: true })
	}),
	{ maxLength: 200 }
);
const bestOf = (scores: readonly number[], topK: number) =>
	[...scores.keys()]
		.filter((row) => (scores[row] ?? 0) > 0)
		.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
		.slice(0, topK);

describe('candidates', () => {
	it('are never without one of the true best, wherever the scores lie within their margins', () => {
		fc.assert(
			fc.property(rows, fc.integer({ min: 1, max: 20 }), (list, topK) => {
				const selection = new CandidateSelection(topK, 1_000);
				for (const [row, { truth, margin, error }] of list.entries())
					selection.offer(row, truth + margin * error, margin * 1.000001);
				const truths = list.map(({ truth }) => truth);
				const lowest = truths[bestOf(truths, topK).at(-1) ?? -1] ?? Infinity;
				const better = truths.filter((truth) => truth > lowest).length;
				const chosen = new Set(selection.take());
				// Among rows of one score any may be the last of the best.
				for (const row of bestOf(truths, better)) expect(chosen).toContain(row);
				expect(
					truths.filter((truth, row) => truth === lowest && chosen.has(row)).length
				).toBeGreaterThanOrEqual(Math.min(1, bestOf(truths, topK).length - better));
			})
		);
	});

	it('are exactly the best when the scores are exact', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 200 }),
				fc.integer({ min: 1, max: 20 }),
				(scores, topK) => {
					const selection = new CandidateSelection(topK, topK);
					for (const [row, score] of scores.entries()) selection.offer(row, score, 0);
					expect(selection.take()).toEqual(bestOf(scores, topK));
				}
			)
		);
	});

	it('are the highest scores when more cannot be told apart than may be looked at', () => {
		const selection = new CandidateSelection(2, 3);
		for (let row = 0; row < 30_000; row++) selection.offer(row, row / 30_000, 1);
		expect(selection.take()).toEqual([29_999, 29_998, 29_997]);
	});

	it('leave out what cannot score above zero', () => {
		const selection = new CandidateSelection(5, 10);
		selection.offer(0, 0, 0);
		selection.offer(1, -0.5, 0.4);
		selection.offer(2, -0.5, 0.6);
		expect(selection.take()).toEqual([2]);
	});
});
