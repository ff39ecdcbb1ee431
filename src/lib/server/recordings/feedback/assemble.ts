// The sentences that stand, their exercises and their citations, as feedback. What cannot be said is said in `limits`.
import { m } from '#lib/paraglide/messages.js';
import { DIMENSIONS, type Dimension } from '#lib/shared/recordings/dimensions.ts';
import type {
	FeedbackCitation,
	FeedbackClaim,
	FeedbackInsight,
	FeedbackMoment,
	Recommendation,
	ScoreReference
} from '#lib/shared/recordings/views.ts';
import type { Exercise } from './exercises.ts';
import type { FeedbackContent } from './feedback-view.ts';
import { round, type Measurements } from './measurements.ts';
import { CATEGORY_NAMES, POLES } from './poles.ts';
import { sentencesOf, type Selection } from './selection.ts';
import type { Sentence } from './wording.ts';

export interface Assembly {
	measured: Measurements;
	selection: Selection;
	/** Advice for observations, by the sentence that it belongs to. */
	advice: ReadonlyMap<Sentence, Exercise>;
	/** Exercises for recommendations, by their outcome. */
	exercises: ReadonlyMap<Sentence, Exercise>;
	isMaterialSearched: boolean;
	/** Why nothing was scored, in words. */
	abstention: string | null;
	modelVersion: string;
	analysedAt: number;
}

const IMMEDIATE = 3;

export function assemble(parts: Assembly): FeedbackContent {
	const { measured, selection, advice, exercises } = parts;
	const citations: FeedbackCitation[] = [];
	const immediate = selection.moments.flatMap(({ outcome }) => outcome ?? []).slice(0, IMMEDIATE);
	// A take without passages has only its whole to begin with.
	const first = immediate.length > 0 ? immediate : selection.longTerm.slice(0, 1);
	const later = selection.longTerm.filter((sentence) => !first.includes(sentence));

	function cite(exercise: Exercise | undefined): number[] {
		if (exercise === undefined) return [];
		const { passage, start, end, quote } = exercise;
		const { documentId, title: documentTitle, revision: revisionHash } = passage;
		const known = citations.find(
			(citation) => citation.documentId === documentId && citation.start === start && citation.end === end
		);
		if (known !== undefined) return [known.number];
		const number = citations.length + 1;
		citations.push({ number, documentId, documentTitle, revisionHash, start, end, quote });
		return [number];
	}

	function insight(sentence: Sentence): FeedbackInsight {
		const { scoreReference, furtherReferences } = claim(sentence);
		const found = advice.get(sentence);
		return {
			category: CATEGORY_NAMES[POLES[dimensionOf(scoreReference)].category](),
			observation: sentence.text,
			actionableAdvice: found?.text ?? '',
			citationNumbers: cite(found),
			scoreReference,
			furtherReferences
		};
	}

	function recommend(sentence: Sentence): Recommendation[] {
		const found = exercises.get(sentence);
		if (found === undefined) return [];
		const { scoreReference } = claim(sentence);
		return [
			{
				skillArea: POLES[dimensionOf(scoreReference)].name(),
				specificExercise: found.text,
				expectedOutcome: sentence.text,
				scoreReference,
				citationNumbers: cite(found)
			}
		];
	}

	const temporalFeedback: FeedbackMoment[] = selection.moments.map(({ moment, insights, focus }) => ({
		start: moment.start,
		end: moment.end,
		timestamp: moment.timestamp,
		insights: insights.map(insight),
		practiceFocus: focus?.text ?? ''
	}));
	const { strengths, priorityAreas, character, encouragement } = selection;
	return {
		overallAssessment: {
			strengths: strengths.map(claim),
			priorityAreas: priorityAreas.map(claim),
			performanceCharacter: character?.text ?? '',
			characterReferences: character?.references ?? []
		},
		temporalFeedback,
		practiceRecommendations: {
			immediatePriorities: first.flatMap(recommend),
			longTermDevelopment: later.flatMap(recommend)
		},
		encouragement: encouragement?.text ?? '',
		encouragementReference: encouragement?.references[0] ?? null,
		limits: limitsOf(parts),
		citations,
		metadata: {
			modelVersion: parts.modelVersion,
			analysedAt: parts.analysedAt,
			confidence: confidenceOf(sentencesOf(selection), measured),
			dropped: selection.dropped
		}
	};
}

const dimensionOf = ({ dimension }: ScoreReference): Dimension => dimension as Dimension;

function claim({ text, references }: Sentence): FeedbackClaim {
	const [scoreReference, ...furtherReferences] = references;
	if (scoreReference === undefined) throw new Error('a sentence that rests on nothing');
	return { text, scoreReference, furtherReferences };
}

function limitsOf(parts: Assembly): string[] {
	const { measured, selection, advice, exercises, isMaterialSearched, abstention } = parts;
	if (measured.abstained.length === DIMENSIONS.length)
		return [m.takes_limit_not_scored({ reason: abstention ?? '' }).trim(), m.takes_limit_record_again()];
	const limits: string[] = [];
	const missing = measured.abstained.map((dimension) => POLES[dimension].name());
	if (missing.length === 1) limits.push(m.takes_limit_abstained_one({ names: inOrder(missing) }));
	if (missing.length > 1) limits.push(m.takes_limit_abstained_many({ names: inOrder(missing) }));
	if (measured.moments.length < 2) limits.push(m.takes_limit_few_moments());
	const { strengths, priorityAreas, character } = selection;
	if (strengths.length + priorityAreas.length === 0 && character === undefined)
		limits.push(m.takes_limit_no_whole());
	if (!isMaterialSearched) return [...limits, m.takes_limit_no_material()];
	const without = [
		...selection.moments.flatMap(({ insights }) => insights).filter((sentence) => !advice.has(sentence)),
		...[...selection.moments.flatMap(({ outcome }) => outcome ?? []), ...selection.longTerm].filter(
			(sentence) => !exercises.has(sentence)
		)
	].flatMap(({ references }) => (references[0] === undefined ? [] : dimensionOf(references[0])));
	if (without.length > 0)
		limits.push(
			m.takes_limit_no_passage({
				names: inOrder([...new Set(without)].map((dimension) => POLES[dimension].name()))
			})
		);
	return limits;
}

const inOrder = (words: readonly string[]): string => new Intl.ListFormat('en').format(words);

/** The mean of what the sentences rest on; without any, of what was measured at all. */
function confidenceOf(sentences: readonly Sentence[], measured: Measurements): number {
	const rested = sentences.flatMap(({ references }) => references.map(({ confidence }) => confidence));
	const all = rested.length > 0 ? rested : Object.values(measured.scores).map(({ confidence }) => confidence);
	return all.length === 0 ? 0 : round(all.reduce((sum, one) => sum + one, 0) / all.length, 3);
}
