import { describe, expect, it } from 'vitest';
import { gatherCandidates } from './reranker-bm25.ts';
import { scoresAround } from './reranker-neighbours.ts';
import { readCandidate } from './reranker-text.ts';

const gather = (...texts: string[]) =>
	gatherCandidates(texts.map((text) => readCandidate({ title: '', headings: '', text }, new Map())));

describe('the scores of the passages most like a passage', () => {
	it('are near those of its like, and no other', () => {
		const candidates = gather(
			'wing flutter at supersonic speed',
			'flutter of a wing in supersonic flow',
			'heat of a laminar boundary layer',
			'laminar boundary layer on a heated plate'
		);
		const [first = 0, second = 0, third = 0, fourth = 0] = scoresAround(candidates, [10, 8, 2, 0]);
		expect([first, second]).toEqual([8, 10]);
		expect([third, fourth]).toEqual([0, 2]);
	});

	it('count by how near each is, and only the five nearest', () => {
		const candidates = gather(
			'bow rosin hair horse frog',
			...Array.from({ length: 5 }, () => 'bow rosin hair horse frog'),
			'bow of a ship, and nothing else that anybody here would know'
		);
		const [first = 0] = scoresAround(candidates, [0, 1, 1, 1, 1, 1, 100]);
		expect(first).toBeCloseTo(1, 5);
	});

	it('are its own where it is like no other', () => {
		expect(scoresAround(gather('one', 'two words', ''), [3, 2, 1])).toEqual([3, 2, 1]);
		expect(scoresAround(gather('alone'), [3])).toEqual([3]);
		expect(scoresAround(gather(), [])).toEqual([]);
	});

	it('do not follow what is grammar alone', () => {
		expect(scoresAround(gather('it is the tuba', 'it is the harp'), [3, 1])).toEqual([3, 1]);
	});
});
