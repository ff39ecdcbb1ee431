// Passages that resemble each other answer the same questions: a candidate is worth more among good ones than alone. Each score is
// drawn towards those of the candidates most like it (score regularisation, Diaz 2007). Likeness is the cosine of term vectors weighted
// by how rare a term is among the candidates, so that what all of them share, the question's own words above all, says little.
// Works through the terms' postings: quadratic only in how many candidates share a term.
import { saturated, type Candidates } from './reranker-bm25.ts';
import { isTelling } from './reranker-feedback.ts';

const NEIGHBOURS = 5;

/** For each telling stem that several texts hold: which ones, and what it says of each. Beside it, every text's sum of squares. */
function readPostings({ texts, averageLength, rarity }: Candidates) {
	const holders = new Map<string, number[]>();
	for (const [at, text] of texts.entries())
		for (const stem of text.counts.keys()) {
			const known = holders.get(stem);
			if (known) known.push(at);
			else holders.set(stem, [at]);
		}
	const squares = new Float64Array(texts.length);
	const postings: { places: readonly number[]; weights: readonly number[] }[] = [];
	for (const [stem, places] of holders) {
		if (!isTelling(stem)) continue;
		const rare = rarity(stem);
		const weights = places.map((at) => {
			const text = texts[at];
			const weight = text === undefined ? 0 : rare * saturated(text, stem, averageLength);
			squares[at] = (squares[at] ?? 0) + weight * weight;
			return weight;
		});
		if (places.length > 1) postings.push({ places, weights });
	}
	return { postings, squares };
}

/** The products of all pairs of texts, row by row; only where the second comes after the first. */
function multiply(size: number, { postings }: ReturnType<typeof readPostings>): Float32Array {
	const products = new Float32Array(size * size);
	for (const { places, weights } of postings)
		for (let i = 0; i < places.length; i++) {
			const row = (places[i] ?? 0) * size;
			const weight = weights[i] ?? 0;
			for (let j = i + 1; j < places.length; j++) {
				const cell = row + (places[j] ?? 0);
				products[cell] = (products[cell] ?? 0) + weight * (weights[j] ?? 0);
			}
		}
	return products;
}

/** For every candidate, the mean score of its nearest, each as heavy as it is near; its own where it is like no other. */
export function scoresAround(candidates: Candidates, scores: readonly number[]): number[] {
	const size = scores.length;
	const read = readPostings(candidates);
	const products = multiply(size, read);
	const lengths = read.squares.map(Math.sqrt);
	return scores.map((own, at) => {
		const nearest: { likeness: number; score: number }[] = [];
		for (let other = 0; other < size; other++) {
			const product = products[Math.min(at, other) * size + Math.max(at, other)] ?? 0;
			if (product === 0) continue;
			const likeness = product / ((lengths[at] ?? 0) * (lengths[other] ?? 0));
			const last = nearest[NEIGHBOURS - 1];
			if (last !== undefined && last.likeness >= likeness) continue;
			let place = Math.min(nearest.length, NEIGHBOURS - 1);
			while (place > 0 && (nearest[place - 1]?.likeness ?? 0) < likeness) place--;
			nearest.splice(place, 0, { likeness, score: scores[other] ?? 0 });
			if (nearest.length > NEIGHBOURS) nearest.pop();
		}
		const total = nearest.reduce((sum, { likeness }) => sum + likeness, 0);
		return total > 0 ? nearest.reduce((sum, { likeness, score }) => sum + likeness * score, 0) / total : own;
	});
}
