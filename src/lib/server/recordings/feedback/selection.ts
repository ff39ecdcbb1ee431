// What is said in the end: from a draft, the first of each kind that the measurements bear out and that would not be said of any take.
import type { Draft } from './draft.ts';
import { draft } from './draft.ts';
import { factsOf, type Facts } from './facts.ts';
import { masked } from './masked.ts';
import { readMeasurements, type FeedbackAnalysis, type Moment } from './measurements.ts';
import { shuffled } from './shuffles.ts';
import type { Sentence } from './wording.ts';

export interface SelectedMoment {
	moment: Moment;
	insights: Sentence[];
	focus: Sentence | undefined;
	outcome: Sentence | undefined;
}

export interface Selection {
	strengths: Sentence[];
	priorityAreas: Sentence[];
	character: Sentence | undefined;
	moments: SelectedMoment[];
	encouragement: Sentence | undefined;
	longTerm: Sentence[];
	dropped: { unsupported: number; generic: number };
}

export type Objection = 'unsupported' | 'generic' | undefined;

const STRENGTHS = 2;
const PRIORITIES = 3;
const MOMENTS = 4;
const LONG_TERM = 2;
/** A sentence that one of so many shuffles says as well is not about this take. */
const SHUFFLES = 8;

export function select(from: Draft, object: (sentence: Sentence) => Objection): Selection {
	const dropped = { unsupported: 0, generic: 0 };
	const stands = (sentence: Sentence): boolean => {
		const objection = object(sentence);
		if (objection !== undefined) dropped[objection]++;
		return objection === undefined;
	};
	/** At most one of each dimension. */
	const take = (sentences: readonly Sentence[], most: number): Sentence[] => {
		const taken: Sentence[] = [];
		for (const sentence of sentences) {
			if (taken.length === most) break;
			const [main] = sentence.references;
			const isTold = taken.some(({ references }) => references[0]?.dimension === main?.dimension);
			if (!isTold && stands(sentence)) taken.push(sentence);
		}
		return taken;
	};
	const moments: SelectedMoment[] = [];
	for (const { moment, insights, focus, outcome } of from.moments) {
		if (moments.length === MOMENTS) break;
		const chosen = insights.flatMap((ways) => take(ways, 1));
		if (chosen.length === 0) continue;
		const [heard, aimed] = [focus, outcome].map((sentence) => (stands(sentence) ? sentence : undefined));
		moments.push({ moment, insights: chosen, focus: heard, outcome: aimed });
	}
	return {
		strengths: take(from.strengths, STRENGTHS),
		priorityAreas: take(from.priorityAreas, PRIORITIES),
		character: take(from.character, 1)[0],
		moments,
		encouragement: take(from.encouragement, 1)[0],
		longTerm: take(from.longTerm, LONG_TERM),
		dropped
	};
}

export function sentencesOf({
	strengths,
	priorityAreas,
	character,
	moments,
	encouragement,
	longTerm
}: Omit<Selection, 'dropped'>): Sentence[] {
	return [
		...strengths,
		...priorityAreas,
		character,
		...moments.flatMap(({ insights, focus, outcome }) => [...insights, focus, outcome]),
		encouragement,
		...longTerm
	].filter((sentence) => sentence !== undefined);
}

export interface Shuffled {
	/** The sentences that feedback on shuffles of an analysis would hold, masked. */
	sentences: ReadonlySet<string>;
	/** What each of them states. */
	facts: readonly Facts[];
}

export function sayOfShuffles(
	analysis: FeedbackAnalysis,
	durationSeconds: number,
	seeds: readonly number[] = Array.from({ length: SHUFFLES }, (_, at) => at + 1)
): Shuffled {
	const others = seeds.flatMap((seed) => {
		const measured = readMeasurements(shuffled(analysis, seed), durationSeconds);
		return sentencesOf(select(draft(measured), () => undefined)).map((sentence) => ({
			text: masked(sentence.text),
			facts: factsOf(sentence, measured)
		}));
	});
	return { sentences: new Set(others.map(({ text }) => text)), facts: others.map(({ facts }) => facts) };
}
