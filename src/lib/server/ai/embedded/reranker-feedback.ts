// Pseudo-relevance feedback (RM3): words that the best candidates have in common, and the rest have not, say more about the topic than
// the question does. The reranker scores candidates by them; the search looks with them for candidates the question's words did not find.
import { isFunctionWord } from '#lib/shared/text/terms.ts';
import {
	gatherCandidates,
	saturated,
	scoreByTerms,
	weighQuestion,
	type Candidates,
	type WeightedTerm
} from './reranker-bm25.ts';
import { readCandidate, type Candidate } from './reranker-text.ts';

interface FeedbackTerm {
	stem: string;
	weight: number;
}

const PASSAGES = 15;
const TERMS = 30;
/** How fast a passage counts for less as its score falls below the best. */
const SHARPNESS = 0.12;
/** Words of a second look for candidates. Each costs the index a reading of all passages that hold it; more of them found little more. */
const SEARCHED_TERMS = 8;

/** Whether a stem can say what a text is about. */
export function isTelling(stem: string): boolean {
	return stem.length > 1 && !isFunctionWord(stem);
}

function readModel({ texts, rarity, averageLength }: Candidates, scores: readonly number[]): FeedbackTerm[] {
	const order = scores.map((score, at) => ({ score, at })).sort((a, b) => b.score - a.score);
	const best = order[0]?.score ?? 0;
	if (best <= 0) return [];
	const model = new Map<string, number>();
	for (const { score, at } of order.slice(0, PASSAGES)) {
		const text = texts[at];
		if (!text || score <= 0) continue;
		const weight = Math.exp((score - best) / (best * SHARPNESS));
		for (const stem of text.counts.keys())
			if (isTelling(stem))
				model.set(stem, (model.get(stem) ?? 0) + weight * saturated(text, stem, averageLength));
	}
	return [...model]
		.map(([stem, weight]) => ({ stem, weight: weight * rarity(stem) }))
		.sort((a, b) => b.weight - a.weight)
		.slice(0, TERMS);
}

/** A score of about 0..1 a candidate, from how well it matches what the best by `scores` have in common. */
export function scoreByFeedback(candidates: Candidates, scores: readonly number[]): number[] {
	const { texts, averageLength } = candidates;
	const terms = readModel(candidates, scores);
	const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
	return texts.map((text) =>
		terms.reduce((sum, { stem, weight }) => sum + (weight / total) * saturated(text, stem, averageLength), 0)
	);
}

/** Stems to look for besides those of the question, the most telling first: what the best passages have in common. */
export function feedbackStems(terms: readonly WeightedTerm[], passages: readonly Candidate[]): string[] {
	const fields = new Map<string, ReadonlySet<string>>();
	const candidates = gatherCandidates(passages.map((passage) => readCandidate(passage, fields)));
	return readModel(candidates, scoreByTerms(weighQuestion(terms), candidates))
		.slice(0, SEARCHED_TERMS)
		.map(({ stem }) => stem);
}
