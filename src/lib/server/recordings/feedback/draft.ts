// Everything the measurements give reason to say, most telling first: more than is shown, so that what must be dropped has a successor.
// Deterministic. A sentence joins several measurements (two dimensions that move together, a moment and its opposite, the whole and where
// it shows most): one alone reads the same for too many takes.
import { DIMENSIONS, type Dimension } from '#lib/shared/recordings/dimensions.ts';
import { changeIn, standing, type Side } from '#lib/shared/recordings/feedback/standing.ts';
import type { ScoreReference } from '#lib/shared/recordings/views.ts';
import { momentAt, ofMoment, ofWhole, type Measurements, type Moment } from './measurements.ts';
import { POLES, type Category } from './poles.ts';
import {
	characterSentence,
	contrastSentence,
	encouragementSentence,
	focusSentence,
	momentSentence,
	passageOutcome,
	sideOf,
	wholeOutcome,
	wholeSentence,
	wholeWithMoment,
	type Sentence
} from './wording.ts';

export interface MomentDraft {
	moment: Moment;
	/** For each thing to say of it, ways to say it. */
	insights: Sentence[][];
	focus: Sentence;
	outcome: Sentence;
}

export interface Draft {
	strengths: Sentence[];
	priorityAreas: Sentence[];
	character: Sentence[];
	moments: MomentDraft[];
	encouragement: Sentence[];
	/** What to work on over many takes. */
	longTerm: Sentence[];
}

/** Of ten performances, how many a score goes past before it is spoken of: the middle fifth is nothing special. */
const LEAST_TENTHS = 6;
/** Of what performances differ: below, a moment is like the rest. */
const LEAST_CHANGE = 0.25;
const LEAST_DECIBELS = 2;
/** Further from the take is a pause or a beginning, not a way of playing. */
const MOST_DECIBELS = 12;
const LEAST_TEMPO_CHANGE = 0.05;
/** Beyond, the beat was found at another level and not played faster. */
const MOST_TEMPO_CHANGE = 0.4;
const LEAST_TEMPO_CLARITY = 0.15;

export function draft(measured: Measurements): Draft {
	const whole = DIMENSIONS.filter((dimension) => measured.scores[dimension] !== undefined)
		.map((dimension) => ofWhole(measured, dimension))
		.sort((a, b) => weight(b) - weight(a));
	const judged = whole.filter((reference) => POLES[dimensionOf(reference)].better !== null);
	const outstanding = (reference: ScoreReference) => standingOf(reference).tenths >= LEAST_TENTHS;
	const isGood = (reference: ScoreReference) =>
		standingOf(reference).side === POLES[dimensionOf(reference)].better;
	const good = judged.filter((reference) => outstanding(reference) && isGood(reference));
	const poor = judged.filter((reference) => outstanding(reference) && !isGood(reference));
	const choices = whole.filter(
		(reference) => outstanding(reference) && POLES[dimensionOf(reference)].better === null
	);
	const passages = measured.passages.flatMap((passage) => {
		const moment = momentAt(measured, passage.start, passage.end);
		if (moment === undefined) return [];
		const changes = passage.reasons.map(({ dimension }) => ofMoment(measured, dimension, moment));
		return [draftMoment(measured, moment, changes)];
	});
	return {
		strengths: good.flatMap((reference) => wholeSentences(measured, reference, good)),
		priorityAreas: poor.flatMap((reference) => wholeSentences(measured, reference, poor)),
		character: characters(choices),
		moments: passages,
		encouragement: encouragements(measured),
		longTerm: [...poor, ...good.toReversed()].flatMap((reference) => longTerm(measured, reference))
	};
}

const dimensionOf = (reference: ScoreReference): Dimension => reference.dimension as Dimension;
const standingOf = (reference: ScoreReference) => standing(dimensionOf(reference), reference.value);
const weight = (reference: ScoreReference): number =>
	(standingOf(reference).tenths - 4) * reference.confidence;
const categoryOf = (reference: ScoreReference): Category => POLES[dimensionOf(reference)].category;

/** With the moment where it shows most, or together with the next of its kind. */
function wholeSentences(
	measured: Measurements,
	reference: ScoreReference,
	peers: readonly ScoreReference[]
): Sentence[] {
	const shown = peak(measured, dimensionOf(reference), standingOf(reference).side);
	const peer = peers.find(
		(other) => weight(other) < weight(reference) && categoryOf(other) !== categoryOf(reference)
	);
	return [
		...(shown === undefined ? [] : [wholeWithMoment(measured, reference, shown.moment, shown.changes)]),
		...(peer === undefined ? [] : [wholeSentence([reference, peer])])
	];
}

function longTerm(measured: Measurements, reference: ScoreReference): Sentence[] {
	const dimension = dimensionOf(reference);
	const side = POLES[dimension].better === 'left' ? 'right' : 'left';
	const worst = peak(measured, dimension, side);
	return worst === undefined ? [] : [wholeOutcome(measured, reference, worst.moment, worst.changes)];
}

/** Where a dimension moves furthest to one side, with what moves along there. */
function peak(
	measured: Measurements,
	dimension: Dimension,
	side: Side
): { moment: Moment; changes: ScoreReference[] } | undefined {
	const towards = (moment: Moment) => (moment.change[dimension] ?? 0) * (side === 'left' ? -1 : 1);
	const moment = measured.moments.toSorted((a, b) => towards(b) - towards(a))[0];
	if (moment === undefined || towards(moment) <= 0) return undefined;
	if (changeIn(dimension, towards(moment)) < LEAST_CHANGE) return undefined;
	const main = ofMoment(measured, dimension, moment);
	return { moment, changes: [main, ...alongside(measured, moment, [main], 1)] };
}

/** What else moves in a moment, furthest first: of other categories than `known`. */
function alongside(
	measured: Measurements,
	moment: Moment,
	known: readonly ScoreReference[],
	most: number
): ScoreReference[] {
	const taken = new Set(known.map(categoryOf));
	return movedIn(measured, moment)
		.filter((reference) => {
			const isNew = !taken.has(categoryOf(reference));
			taken.add(categoryOf(reference));
			return isNew;
		})
		.slice(0, most);
}

function movedIn(measured: Measurements, moment: Moment): ScoreReference[] {
	const units = (reference: ScoreReference) => changeIn(dimensionOf(reference), reference.value);
	return DIMENSIONS.filter((dimension) => (moment.change[dimension] ?? 0) !== 0)
		.map((dimension) => ofMoment(measured, dimension, moment))
		.filter((reference) => units(reference) >= LEAST_CHANGE)
		.sort((a, b) => units(b) * b.confidence - units(a) * a.confidence);
}

/** Three that stand out together, then other sets of them. */
function characters(choices: readonly ScoreReference[]): Sentence[] {
	const [first, second, third, fourth] = choices;
	if (first === undefined) return [];
	const sets = [
		[first, second, third],
		[first, second, fourth],
		[first, third, fourth],
		[first, second]
	].map((set) => set.filter((reference) => reference !== undefined));
	const isNew = (set: ScoreReference[], at: number) =>
		sets.findIndex((other) => other.length === set.length && other.every((one) => set.includes(one))) === at;
	return sets.filter(isNew).map(characterSentence);
}

function draftMoment(measured: Measurements, moment: Moment, reasons: ScoreReference[]): MomentDraft {
	const [main] = reasons;
	if (main === undefined) throw new Error('a passage without a reason');
	const along = alongside(measured, moment, [main], 2);
	const changes = [main, ...along.slice(0, 1)];
	const around = surroundings(measured, moment, changes);
	const next = reasons.find((reference) => reference !== main && categoryOf(reference) !== categoryOf(main));
	const other = next ?? along[0] ?? main;
	const opposite = peak(measured, dimensionOf(other), sideOf(other.value) === 'left' ? 'right' : 'left');
	return {
		moment,
		insights: [
			[
				...around.map((measures) => momentSentence(measured, moment, changes, measures)),
				momentSentence(measured, moment, [main, ...along], []),
				momentSentence(measured, moment, changes, [])
			],
			opposite === undefined
				? []
				: [contrastSentence(measured, [moment, opposite.moment], [other], opposite.changes)]
		],
		focus: focusSentence(measured, moment, [main, ...along]),
		outcome: passageOutcome(measured, moment, changes)
	};
}

/** The loudness and the tempo there, where they moved and the sentence does not speak of them already. */
function surroundings(
	measured: Measurements,
	moment: Moment,
	changes: readonly ScoreReference[]
): ScoreReference[][] {
	const speaksOf = (dimension: Dimension) => changes.some((change) => change.dimension === dimension);
	const found: ScoreReference[][] = [];
	const isLevelTold = Math.abs(moment.level) >= LEAST_DECIBELS && Math.abs(moment.level) <= MOST_DECIBELS;
	if (isLevelTold && !speaksOf('timbre_soft_loud') && !speaksOf('articulation_soft_hard'))
		found.push([ofMoment(measured, 'loudness', moment)]);
	const { tempo } = measured;
	const local = moment.beatsPerMinute;
	if (tempo === null || local === null || tempo.clarity < LEAST_TEMPO_CLARITY) return found;
	const change = Math.abs(local / tempo.beatsPerMinute - 1);
	const isTempoTold = change >= LEAST_TEMPO_CHANGE && change <= MOST_TEMPO_CHANGE;
	if (isTempoTold && !speaksOf('music_making_fast_slow'))
		found.push([ofMoment(measured, 'tempo', moment), ofWhole(measured, 'tempo')]);
	return found;
}

/** The moments that are best by the scales that judge, best first. */
function encouragements(measured: Measurements): Sentence[] {
	return measured.moments
		.map((moment) => {
			const better = movedIn(measured, moment).filter(
				(reference) => POLES[dimensionOf(reference)].better === sideOf(reference.value)
			);
			const worth = better.reduce(
				(sum, reference) => sum + changeIn(dimensionOf(reference), reference.value) * reference.confidence,
				0
			);
			return { moment, worth, best: better.slice(0, 2) };
		})
		.filter(({ best }) => best.length > 0)
		.sort((a, b) => b.best.length - a.best.length || b.worth - a.worth)
		.map(({ moment, best }) => encouragementSentence(measured, moment, best));
}
