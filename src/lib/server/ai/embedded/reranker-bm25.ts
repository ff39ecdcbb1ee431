// BM25 over title, headings and body, among candidates: the ground the reranker's other evidence stands on.
import type { CandidateText } from './reranker-text.ts';
import { similarStems } from './lexicon.ts';

export interface WeightedTerm {
	stem: string;
	/** 0 for a word in every passage. */
	idf: number;
	/** Terms the index does not hold say nothing about which passage is better, but much about whether any answers. */
	isKnown: boolean;
}

/** The terms that can be met in a passage, and how much each counts; the weights sum to 1. */
export interface Question {
	terms: readonly WeightedTerm[];
	weights: readonly number[];
	/** How many terms were asked, those that no passage holds included. */
	termCount: number;
}

/** The candidates of one question, and what they say of each other. */
export interface Candidates {
	texts: readonly CandidateText[];
	averageLength: number;
	/** How rare a stem is among their bodies. */
	rarity: (stem: string) => number;
}

/** Tuned on Cranfield's even queries. */
const K = 2;
const B = 0.75;
const TITLE_WEIGHT = 1;
const HEADINGS_WEIGHT = 1;

/** What a word of like meaning counts for in a short question, beside the word itself; a long one says itself what it is about. */
const SIMILAR_WEIGHT = 0.25;

/** 0 for a question of at most four terms, 1 from ten terms on. */
export function longness(termCount: number): number {
	return Math.min(1, Math.max(0, (termCount - 4) / 6));
}

export function weighQuestion(terms: readonly WeightedTerm[]): Question {
	// A word the index does not hold can still be met by one of like meaning; how rare that is, nobody has said: as the others are.
	const held = terms.filter(({ isKnown }) => isKnown);
	const usual = held.reduce((total, { idf }) => total + idf, 0) / Math.max(1, held.length);
	const met = terms
		.filter(({ stem, isKnown }) => isKnown || similarStems(stem).size > 0)
		.map((term) => ({ ...term, idf: term.isKnown ? term.idf : usual }));
	const sum = met.reduce((total, { idf }) => total + idf, 0);
	return {
		terms: met,
		weights: met.map(({ idf }) => (sum > 0 ? idf / sum : 1 / met.length)),
		termCount: terms.length
	};
}

export function gatherCandidates(texts: readonly CandidateText[]): Candidates {
	const lengths = texts.reduce((total, { length }) => total + length, 0);
	const counts = new Map<string, number>();
	for (const text of texts)
		for (const stem of text.counts.keys()) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	return {
		texts,
		averageLength: Math.max(1, lengths / Math.max(1, texts.length)),
		rarity(stem) {
			const count = counts.get(stem) ?? 0;
			return Math.log(1 + (texts.length - count + 0.5) / (count + 0.5));
		}
	};
}

function frequency(text: CandidateText, stem: string, averageLength: number): number {
	const body = (text.counts.get(stem) ?? 0) / (1 - B + (B * text.length) / averageLength);
	return body + (text.title.has(stem) ? TITLE_WEIGHT : 0) + (text.headings.has(stem) ? HEADINGS_WEIGHT : 0);
}

/** How often a term occurs, lengths and fields considered, as a number from 0 to below 1. */
export function saturated(
	text: CandidateText,
	stem: string,
	averageLength: number,
	similarWeight = 0
): number {
	let tf = frequency(text, stem, averageLength);
	if (similarWeight > 0) {
		let similar = 0;
		for (const other of similarStems(stem))
			similar = Math.max(similar, frequency(text, other, averageLength));
		tf += similarWeight * similar;
	}
	return tf / (tf + K);
}

/** One a text, of about 0..1. */
export function scoreByTerms(
	{ terms, weights, termCount }: Question,
	{ texts, averageLength }: Candidates
): number[] {
	const similarWeight = SIMILAR_WEIGHT * (1 - longness(termCount));
	return texts.map((text) => {
		let score = 0;
		for (const [at, { stem }] of terms.entries())
			score += (weights[at] ?? 0) * saturated(text, stem, averageLength, similarWeight);
		return score;
	});
}
