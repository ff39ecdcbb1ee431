// How sure the model is that the passages hold an answer to the question: a logistic function of a few plain signals.
// The weights are in confidence-weights.ts; they were fitted, not chosen.
import { shareIn } from './features.ts';
import { isPlainWord } from './plain-words.ts';
import { CONFIDENCE_WEIGHTS } from './confidence-weights.ts';
import type { Question } from './question.ts';
import type { ScoredUnit } from './score.ts';
import type { NumberedPassage } from './tool-results.ts';

export const CONFIDENCE_SIGNALS = [
	'bias',
	'relevance',
	'coverage',
	'passage',
	'pairs',
	'rarest',
	'unknownShare',
	'unknownName',
	'defines',
	'undefined',
	'topic'
] as const;
export type ConfidenceSignal = (typeof CONFIDENCE_SIGNALS)[number];

/** A plain word that the knowledge does not hold counts for this much of a word that means something. */
const PLAIN_SHARE = 0.3;

export function confidenceOf(question: Question, passages: NumberedPassage[], scored: ScoredUnit[]): number {
	const signals = confidenceSignals(question, passages, scored);
	const sum = CONFIDENCE_SIGNALS.reduce((total, name) => total + CONFIDENCE_WEIGHTS[name] * signals[name], 0);
	return 1 / (1 + Math.exp(-sum));
}

export function confidenceSignals(
	question: Question,
	passages: NumberedPassage[],
	scored: ScoredUnit[]
): Record<ConfidenceSignal, number> {
	const unknown = question.terms.filter((term) => term.documentFrequency === 0);
	const weigh = (word: string, weight: number) => weight * (isPlainWord(word) ? PLAIN_SHARE : 1);
	const unknownWeight = unknown.reduce((sum, term) => sum + weigh(term.word, term.weight), 0);
	const allWeight = question.terms.reduce(
		(sum, term) => sum + (term.documentFrequency === 0 ? weigh(term.word, term.weight) : term.weight),
		0
	);
	const most = (pick: (unit: ScoredUnit) => number) =>
		scored.reduce((best, unit) => Math.max(best, pick(unit)), 0);
	const best = scored.reduce<ScoredUnit | undefined>(
		(top, unit) => (!top || unit.score > top.score ? unit : top),
		undefined
	);
	const topics = question.terms.map((term) => ({ stem: term.stem, weight: weigh(term.word, term.weight) }));
	const topicOf = (held: ReadonlySet<string>) =>
		topics.reduce((sum, { stem, weight }) => sum + weight * shareIn(stem, held), 0);
	const topicWeight = topics.reduce((sum, { weight }) => sum + weight, 0) || 1;
	const defines = most((unit) => unit.features.defines);
	return {
		bias: 1,
		relevance: Math.max(0, ...passages.map((passage) => passage.relevance)),
		coverage: Math.min(
			1,
			most((unit) => unit.coverage)
		),
		passage: most((unit) => unit.features.passage),
		pairs: most((unit) => unit.features.pairs),
		rarest: best?.features.rarest ?? 0,
		unknownShare: allWeight === 0 ? 0 : unknownWeight / allWeight,
		unknownName: unknown.some((term) => !isPlainWord(term.word)) ? 1 : 0,
		defines,
		// "What is a raga" is not answered by a sentence that merely mentions ragas.
		undefined: question.kind === 'definition' && question.terms.length <= 3 && defines < 0.7 ? 1 : 0,
		/** How much of what the question is about, its plain words aside, one passage speaks of. */
		topic: Math.max(0, ...passageStems(scored).map(topicOf)) / topicWeight
	};
}

function passageStems(scored: ScoredUnit[]): Set<string>[] {
	const byPassage = new Map<number, Set<string>>();
	for (const { unit } of scored) {
		const stems = byPassage.get(unit.n) ?? new Set(unit.headingStems);
		for (const stem of unit.stems) stems.add(stem);
		byPassage.set(unit.n, stems);
	}
	return [...byPassage.values()];
}
