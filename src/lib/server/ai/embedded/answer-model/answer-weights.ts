// What each signal of features.ts is worth. Fitted as a ranking (softmax over the units of a question, L2 0.02) on 174
// questions over two bodies of text (a music theory textbook and the pages of a school), checked by six-fold cross-validation; then rounded. The last block was
// set by hand, because it is about how an answer reads and not about whether it is right: a sentence that points at a
// figure, hangs on the one before, or is cut in the middle is a worse answer even where it holds the right words.
import type { FeatureName } from './features.ts';

export const ANSWER_WEIGHTS: Readonly<Record<FeatureName, number>> = {
	own: 2.5,
	near: 1.5,
	heading: 1.25,
	passage: 1.4,
	pairs: 0.45,
	relevance: 0.7,
	rank: 1.5,
	kind: 1.05,
	defines: 0.3,
	opensSection: 0.4,
	rarest: 0.3,
	item: 0.35,

	focus: 0.8,
	row: -0.8,
	figure: -0.9,
	example: -0.5,
	dangling: -0.4,
	aside: -0.5,
	broken: -1.2,
	asks: -1,
	short: -0.6,
	long: -0.1,
	hollow: -1.2
};
