// Weights of the signals of confidence.ts. Fitted as a logistic regression (classes weighted alike, L2 0.005, signs held) on 258
// questions of one part, with the search's own passages: 189 that two bodies of text answer (a music theory textbook, the pages of a
// school) and 69 that they do not. Ten-fold cross-validation at the threshold below: 5 in 100 of the former are refused, 83 in 100 of
// the latter; what stays are mostly questions about something that the text names in passing.
import type { ConfidenceSignal } from './confidence.ts';

/** Below this the passages are not taken for an answer. */
export const REFUSE_BELOW = 0.5;

export const CONFIDENCE_WEIGHTS: Readonly<Record<ConfidenceSignal, number>> = {
	bias: -2.1,
	relevance: 1.16,
	coverage: 0.81,
	passage: 1.26,
	pairs: 0.92,
	rarest: 0.7,
	unknownShare: -1.36,
	unknownName: -2.66,
	defines: 1.3,
	undefined: -2.01,
	topic: 1
};
