// How well each unit answers a question: the weighted sum of its signals, scaled so that the best possible is about 1.
import { ANSWER_WEIGHTS } from './answer-weights.ts';
import { FEATURES, measure, type Measured } from './features.ts';
import type { Question } from './question.ts';
import type { Unit } from './units.ts';

export type ScoredUnit = Measured & { score: number };

const BEST = FEATURES.reduce((sum, name) => sum + Math.max(0, ANSWER_WEIGHTS[name]), 0);

export function scoreUnits(question: Question, units: Unit[]): ScoredUnit[] {
	return measure(question, units).map((measured) => ({
		...measured,
		score: FEATURES.reduce((sum, name) => sum + ANSWER_WEIGHTS[name] * measured.features[name], 0) / BEST
	}));
}
