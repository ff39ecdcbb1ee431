// What each signal of features.ts is worth. Fitted as a ranking (softmax over the units of a question, L2 towards the weights before) on
// 166 questions whose answer the search had found, over two bodies of text (a music theory textbook and the demo school), half of them worded
// far from the text; then rounded. Six-fold cross-validation: the best unit is the answer for 82 of them, 70 with the weights before. The last
// block was set by hand, because it is about how an answer reads and not about whether it is right: a sentence that points at a
// figure, hangs on the one before, or is cut in the middle is a worse answer even where it holds the right words.
import type { FeatureName } from './features.ts';

export const ANSWER_WEIGHTS: Readonly<Record<FeatureName, number>> = {
	own: 3.6,
	near: 1.5,
	heading: 1.15,
	passage: 1.5,
	pairs: 0.55,
	relevance: 0.8,
	rank: 1.55,
	kind: 1.0,
	typed: 1.3,
	defines: 0.5,
	opensSection: 0.35,
	rarest: 0.35,
	item: 0.3,

	focus: 0.8,
	row: -1.1,
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
