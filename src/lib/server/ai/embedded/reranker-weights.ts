// How this was made: coordinate ascent over nDCG@10 of Cranfield's even queries and the reciprocal rank of the answer's passage on the
// two development question sets (music theory, demo school), from bm25 = feedback as the start and with a price on every step away
// from it; then rounded, per standard deviation of each feature, to a plateau on which neighbouring values change nothing that the
// samples could tell from chance. Features that did not earn their place (coverage, siblings, length, number) have no weight.
// Relevance: a logistic fit on the best three passages of each development question (right document or not), carried over by a linear fit
// of the scores of then on those of today, so that it says of the best passages what it said. docs/decisions/0008 tells of the second fit.
import type { Feature } from './reranker-features.ts';

export const WEIGHTS: Partial<Record<Feature, number>> = {
	bm25: 9,
	feedback: 18,
	sentence: 1.8,
	pairs: 2.5,
	title: 2,
	headings: 4.8,
	emphasis: 8,
	synonyms: 1.7,
	cosine: 0.36
};

/** Added in proportion to how long the question is (0..1): what the best have in common tells more about a long one. */
export const LONG_WEIGHTS: Partial<Record<Feature, number>> = { feedback: 3.5 };

/** How far a score leans towards those of the passages most like it; more in a long question, whose topic they share. */
export const NEIGHBOURS = { base: 0.1, long: 0.4 } as const;

/** relevance = 1 / (1 + exp(-(base + score · slope + unknown · share of the question that the index has no word for))) */
export const RELEVANCE = { base: -2.01, slope: 0.593, unknown: -7.56, long: 0.635 } as const;

/** What an everyday word that is not in the index counts for in that share, beside a word that names something. */
export const EVERYDAY_SHARE = 0.5;
