// What the reranker knows of each candidate, as numbers of about 0..1. Depends on the query, the candidates and, for how rare a word
// is, the index; on nothing learned. Linear in the total length of the candidates.
import { similarStems } from './lexicon.ts';
import { scoreByTerms, type Candidates, type Question, type WeightedTerm } from './reranker-bm25.ts';
import { scoreByFeedback } from './reranker-feedback.ts';
import type { CandidateText, CloseReading } from './reranker-text.ts';

export const BROAD_FEATURES = [
	'bm25',
	'feedback',
	'pairs',
	'title',
	'headings',
	'cosine',
	'synonyms'
] as const;
export const CLOSE_FEATURES = ['sentence', 'emphasis'] as const;
type BroadFeature = (typeof BROAD_FEATURES)[number];
type CloseFeature = (typeof CLOSE_FEATURES)[number];
export type Feature = BroadFeature | CloseFeature;
export type BroadRow = Record<BroadFeature, number>;
export type CloseRow = Record<CloseFeature, number>;

const PAIR_WINDOW = 4;

function holds(text: CandidateText, stem: string): boolean {
	return text.counts.has(stem) || text.title.has(stem) || text.headings.has(stem);
}

/** Neighbouring query terms that stand near each other in the text, in either order. */
function pairScore(text: CandidateText, terms: readonly WeightedTerm[], weights: readonly number[]): number {
	if (terms.length < 2) return 0;
	const positions = new Map<string, number[]>();
	const wanted = new Set(terms.map(({ stem }) => stem));
	for (const [at, stem] of text.stems.entries()) {
		if (!wanted.has(stem)) continue;
		const known = positions.get(stem);
		if (known) known.push(at);
		else positions.set(stem, [at]);
	}
	let score = 0;
	let total = 0;
	for (let at = 0; at + 1 < terms.length; at++) {
		const weight = Math.sqrt((weights[at] ?? 0) * (weights[at + 1] ?? 0));
		total += weight;
		const first = positions.get(terms[at]?.stem ?? '');
		const second = positions.get(terms[at + 1]?.stem ?? '');
		if (!first || !second) continue;
		let nearest = Infinity;
		for (let i = 0, j = 0; i < first.length && j < second.length;) {
			const distance = (second[j] ?? 0) - (first[i] ?? 0);
			// One step the wrong way round counts as one more apart.
			nearest = Math.min(nearest, distance > 0 ? distance : 1 - distance);
			if (distance > 0) i++;
			else j++;
		}
		if (nearest <= PAIR_WINDOW) score += weight / nearest;
	}
	return total === 0 ? 0 : score / total;
}

/** The best single sentence: how much of the question it holds, a heading or title above it counting by half. */
function bestSentence(text: CandidateText, { stems, sentenceOf }: CloseReading, question: Question): number {
	const { terms, weights } = question;
	const isAbove = (stem: string) => text.title.has(stem) || text.headings.has(stem);
	const places = new Map(terms.map(({ stem }, at) => [stem, at]));
	const above = terms.reduce((sum, { stem }, at) => sum + (isAbove(stem) ? 0.5 * (weights[at] ?? 0) : 0), 0);
	let best = above;
	let current = -1;
	let seen = new Set<string>();
	let score = above;
	for (const [at, stem] of stems.entries()) {
		const place = places.get(stem);
		if (place === undefined) continue;
		const sentence = sentenceOf[at] ?? 0;
		if (sentence !== current) {
			current = sentence;
			seen = new Set();
			score = above;
		}
		if (seen.has(stem)) continue;
		seen.add(stem);
		score += (weights[place] ?? 0) * (isAbove(stem) ? 0.5 : 1);
		best = Math.max(best, score);
	}
	return best;
}

function share({ terms, weights }: Question, has: (stem: string) => boolean): number {
	let sum = 0;
	for (const [at, { stem }] of terms.entries()) if (has(stem)) sum += weights[at] ?? 0;
	return sum;
}

/** For every candidate, from its terms alone. */
export function computeBroadFeatures(
	question: Question,
	candidates: Candidates,
	/** One a text; undefined where it is not known. */
	cosines: readonly (number | undefined)[]
): BroadRow[] {
	const { terms, weights } = question;
	const { texts } = candidates;
	const bm25 = scoreByTerms(question, candidates);
	const feedback = scoreByFeedback(candidates, bm25);
	let largest = 0;
	for (const cosine of cosines) largest = Math.max(largest, cosine ?? 0);
	return texts.map((text, at) => ({
		bm25: bm25[at] ?? 0,
		feedback: feedback[at] ?? 0,
		pairs: pairScore(text, terms, weights),
		title: share(question, (stem) => text.title.has(stem)),
		headings: share(question, (stem) => text.headings.has(stem)),
		cosine: largest > 0 ? (cosines[at] ?? 0) / largest : 0,
		synonyms: share(
			question,
			(stem) => !holds(text, stem) && [...similarStems(stem)].some((other) => text.counts.has(other))
		)
	}));
}

/** For the few that may come first, from their sentences and marks. */
export function computeCloseFeatures(question: Question, text: CandidateText, close: CloseReading): CloseRow {
	return {
		sentence: bestSentence(text, close, question),
		emphasis: share(question, (stem) => close.emphasised.has(stem))
	};
}
