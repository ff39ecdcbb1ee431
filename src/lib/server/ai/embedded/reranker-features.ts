// What the reranker knows of each candidate, as numbers of about 0..1. Depends on the query, the candidates and, for how rare a word
// is, the index; on nothing learned. Linear in the total length of the candidates.
import { isFunctionWord } from '#lib/shared/text/terms.ts';
import { similarStems } from './lexicon.ts';
import type { CandidateText, CloseReading } from './reranker-text.ts';

export interface WeightedTerm {
	stem: string;
	/** 0 for a word in every passage. */
	idf: number;
	/** Terms the index does not hold say nothing about which passage is better, but much about whether any answers. */
	isKnown: boolean;
}

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

/** Tuned on Cranfield's even queries. */
const K = 2;
const B = 0.75;
const TITLE_WEIGHT = 1;
const HEADINGS_WEIGHT = 1;
const FEEDBACK_PASSAGES = 10;
const FEEDBACK_TERMS = 30;
const FEEDBACK_SHARPNESS = 0.15;
const PAIR_WINDOW = 4;

/** What a word of like meaning counts for in a short question, beside the word itself; a long one says itself what it is about. */
const SIMILAR_WEIGHT = 0.25;

/** 0 for a question of at most four terms, 1 from ten terms on. */
export function longness(termCount: number): number {
	return Math.min(1, Math.max(0, (termCount - 4) / 6));
}

interface Statistics {
	averageLength: number;
}

function frequency(text: CandidateText, stem: string, { averageLength }: Statistics): number {
	const body = (text.counts.get(stem) ?? 0) / (1 - B + (B * text.length) / averageLength);
	return body + (text.title.has(stem) ? TITLE_WEIGHT : 0) + (text.headings.has(stem) ? HEADINGS_WEIGHT : 0);
}

/** How often a term occurs, lengths and fields considered, as a number from 0 to below 1. */
function saturated(text: CandidateText, stem: string, statistics: Statistics, similarWeight = 0): number {
	let tf = frequency(text, stem, statistics);
	if (similarWeight > 0) {
		let similar = 0;
		for (const other of similarStems(stem)) similar = Math.max(similar, frequency(text, other, statistics));
		tf += similarWeight * similar;
	}
	return tf / (tf + K);
}

function holds(text: CandidateText, stem: string): boolean {
	return text.counts.has(stem) || text.title.has(stem) || text.headings.has(stem);
}

/**
 * Pseudo-relevance feedback (RM3) within the candidates: words that the best have in common, and the rest have not, say more about
 * the topic. Returns a score of about 0..1 a candidate.
 */
function feedbackScores(
	texts: readonly CandidateText[],
	scores: readonly number[],
	statistics: Statistics
): number[] {
	const counts = new Map<string, number>();
	for (const text of texts)
		for (const stem of text.counts.keys()) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	const rarity = (stem: string) => {
		const count = counts.get(stem) ?? 0;
		return Math.log(1 + (texts.length - count + 0.5) / (count + 0.5));
	};
	const order = scores.map((score, at) => ({ score, at })).sort((a, b) => b.score - a.score);
	const best = order[0]?.score ?? 0;
	if (best <= 0) return scores.map(() => 0);
	const model = new Map<string, number>();
	for (const { score, at } of order.slice(0, FEEDBACK_PASSAGES)) {
		const text = texts[at];
		if (!text) continue;
		const weight = Math.exp((score - best) / (best * FEEDBACK_SHARPNESS)) / Math.max(1, text.length);
		for (const [stem, count] of text.counts)
			if (stem.length > 1 && !isFunctionWord(stem)) model.set(stem, (model.get(stem) ?? 0) + weight * count);
	}
	const terms = [...model]
		.map(([stem, weight]) => ({ stem, weight: weight * rarity(stem) }))
		.sort((a, b) => b.weight - a.weight)
		.slice(0, FEEDBACK_TERMS);
	const total = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
	return texts.map((text) =>
		terms.reduce((sum, { stem, weight }) => sum + (weight / total) * saturated(text, stem, statistics), 0)
	);
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

/** The terms that can be met in a passage, and how much each counts; the weights sum to 1. */
export interface Question {
	terms: readonly WeightedTerm[];
	weights: readonly number[];
}

export function weighQuestion(terms: readonly WeightedTerm[]): Question {
	// A word the index does not hold can still be met by one of like meaning; how rare that is, nobody has said: as the others are.
	const held = terms.filter(({ isKnown }) => isKnown);
	const usual = held.reduce((total, { idf }) => total + idf, 0) / Math.max(1, held.length);
	const met = terms
		.filter(({ stem, isKnown }) => isKnown || similarStems(stem).size > 0)
		.map((term) => ({ ...term, idf: term.isKnown ? term.idf : usual }));
	const sum = met.reduce((total, { idf }) => total + idf, 0);
	return { terms: met, weights: met.map(({ idf }) => (sum > 0 ? idf / sum : 1 / met.length)) };
}

function share({ terms, weights }: Question, has: (stem: string) => boolean): number {
	let sum = 0;
	for (const [at, { stem }] of terms.entries()) if (has(stem)) sum += weights[at] ?? 0;
	return sum;
}

/** For every candidate, from its terms alone. */
export function computeBroadFeatures(
	question: Question,
	/** How many terms the question has, those that no passage holds included. */
	termCount: number,
	texts: readonly CandidateText[],
	/** One a text; undefined where it is not known. */
	cosines: readonly (number | undefined)[]
): BroadRow[] {
	const { terms, weights } = question;
	const lengths = texts.reduce((total, { length }) => total + length, 0);
	const statistics = { averageLength: Math.max(1, lengths / Math.max(1, texts.length)) };
	const similarWeight = SIMILAR_WEIGHT * (1 - longness(termCount));
	const bm25 = texts.map((text) => {
		let score = 0;
		for (const [at, { stem }] of terms.entries())
			score += (weights[at] ?? 0) * saturated(text, stem, statistics, similarWeight);
		return score;
	});
	const feedback = feedbackScores(texts, bm25, statistics);
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
