// What feedback rests on: the numbers of one analysis that may be spoken of, and the way back from a sentence's reference to its number.
// Dimensions that abstained, and those that no change of the playing is known to move, are not there, neither for the take nor for its moments. Parsed leniently: what an older or an outside
// analyser left out is missing, not wrong.
import { z } from 'zod';
import { DIMENSIONS, type Dimension } from '#lib/shared/recordings/dimensions.ts';
import { isMeasurable } from '#lib/shared/recordings/measurable.ts';
import { passagesOf } from '#lib/shared/recordings/passages.ts';
import { timestampOf } from '#lib/shared/recordings/timestamp.ts';
import type { Passage, ScoreReference } from '#lib/shared/recordings/views.ts';

const Share = z.number().min(0).max(1);
const Changes = z.partialRecord(z.enum(DIMENSIONS), z.number().min(-1).max(1));

/** Of an analysis as it is stored, and as `npm run analyse` prints it. */
export const FeedbackAnalysis = z.object({
	dimensions: z.partialRecord(
		z.enum(DIMENSIONS),
		z.object({ score: Share.nullable(), confidence: Share, reason: z.string().optional() })
	),
	abstention: z.string().nullable().default(null),
	segments: z
		.array(
			z.object({
				start: z.number().nonnegative(),
				end: z.number().positive(),
				timestamp: z.string().max(40),
				level: z.number(),
				onsets: z.number().int().nonnegative(),
				change: Changes.nullable()
			})
		)
		.default([]),
	tempo: z
		.object({
			beatsPerMinute: z.number().positive(),
			clarity: Share,
			curve: z.array(z.object({ seconds: z.number(), beatsPerMinute: z.number().positive() })).default([])
		})
		.nullable()
		.default(null),
	quality: z.object({ signalToNoise: z.number().nullable() }).default({ signalToNoise: null })
});
export type FeedbackAnalysis = z.infer<typeof FeedbackAnalysis>;

export interface Moment {
	start: number;
	end: number;
	timestamp: string;
	/** Decibels against the take. */
	level: number;
	onsets: number;
	/** The local tempo; null where none is known nearby. */
	beatsPerMinute: number | null;
	/** Of dimensions that were measured. */
	change: Partial<Record<Dimension, number>>;
}

export interface Measurements {
	durationSeconds: number;
	scores: Partial<Record<Dimension, { score: number; confidence: number }>>;
	abstained: Dimension[];
	/** Those with changes, in order of time. */
	moments: Moment[];
	/** The same by "start-end". */
	momentsByBounds: ReadonlyMap<string, Moment>;
	/** The passages to work on first, as the page shows them. */
	passages: Passage[];
	tempo: { beatsPerMinute: number; clarity: number } | null;
	soundConfidence: number;
}

/** At 40 dB levels can be trusted fully. */
const CLEAR_SOUND_DECIBELS = 40;

export function readMeasurements(
	analysis: FeedbackAnalysis,
	durationSeconds: number,
	isTold: (dimension: Dimension) => boolean = isMeasurable
): Measurements {
	const scores: Measurements['scores'] = {};
	for (const dimension of DIMENSIONS) {
		const found = analysis.dimensions[dimension];
		if (found !== undefined && found.score !== null && isTold(dimension))
			scores[dimension] = { score: found.score, confidence: found.confidence };
	}
	const { tempo, quality } = analysis;
	const moments = analysis.segments.flatMap(({ change, ...segment }): Moment[] =>
		change === null
			? []
			: [
					{
						...segment,
						beatsPerMinute: tempoWithin(analysis, segment.start, segment.end),
						change: Object.fromEntries(
							Object.entries(change).filter(([dimension]) => scores[dimension as Dimension] !== undefined)
						)
					}
				]
	);
	return {
		durationSeconds,
		scores,
		abstained: DIMENSIONS.filter((dimension) => scores[dimension] === undefined),
		moments,
		momentsByBounds: new Map(moments.map((moment) => [boundsOf(moment), moment])),
		passages: passagesOf(completed(analysis), isTold),
		tempo: tempo && { beatsPerMinute: tempo.beatsPerMinute, clarity: tempo.clarity },
		soundConfidence: round(Math.max(0, Math.min(1, (quality.signalToNoise ?? 0) / CLEAR_SOUND_DECIBELS)), 3)
	};
}

const boundsOf = ({ start, end }: { start: number; end: number }): string => `${start}-${end}`;

/** With what is missing as not measured, which is how the choice of passages knows it. */
function completed({ dimensions, segments }: FeedbackAnalysis): Parameters<typeof passagesOf>[0] {
	const every = <T>(of: (dimension: Dimension) => T) =>
		Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, of(dimension)])) as Record<Dimension, T>;
	return {
		dimensions: every((dimension) => ({
			score: dimensions[dimension]?.score ?? null,
			confidence: dimensions[dimension]?.confidence ?? 0
		})),
		segments: segments.map((segment) => ({
			...segment,
			change: segment.change && every((dimension) => segment.change?.[dimension] ?? 0)
		}))
	};
}

/** The mean of the tempo curve's points in a moment; null where it has none. */
function tempoWithin({ tempo }: FeedbackAnalysis, start: number, end: number): number | null {
	const points = (tempo?.curve ?? []).filter(({ seconds }) => seconds >= start && seconds < end);
	return points.length === 0 ? null : round(mean(points.map(({ beatsPerMinute }) => beatsPerMinute)), 1);
}

/** A moment, or several neighbours as one; undefined where the bounds are not those of moments, or one between them holds nothing. */
export function momentAt(
	{ moments, momentsByBounds }: Pick<Measurements, 'moments' | 'momentsByBounds'>,
	start: number,
	end: number
): Moment | undefined {
	const single = momentsByBounds.get(boundsOf({ start, end }));
	if (single !== undefined) return single;
	const members = moments.filter((moment) => moment.start >= start && moment.end <= end);
	const [first, last] = [members[0], members.at(-1)];
	if (first === undefined || last === undefined || first.start !== start || last.end !== end)
		return undefined;
	if (members.some((moment, at) => at > 0 && moment.start !== members[at - 1]?.end)) return undefined;
	const tempos = members.flatMap(({ beatsPerMinute }) => beatsPerMinute ?? []);
	return {
		start,
		end,
		timestamp: timestampOf({ start, end }),
		level: round(mean(members.map(({ level }) => level)), 3),
		onsets: members.reduce((sum, { onsets }) => sum + onsets, 0),
		beatsPerMinute: tempos.length === 0 ? null : round(mean(tempos), 1),
		change: Object.fromEntries(
			Object.keys(first.change).map((dimension) => [
				dimension,
				round(mean(members.map(({ change }) => change[dimension as Dimension] ?? 0)), 3)
			])
		)
	};
}

type Place = Pick<ScoreReference, 'dimension' | 'kind' | 'start' | 'end'>;

/** The number at a place, with its confidence; undefined where nothing was measured. */
export function measure(
	measured: Measurements,
	place: Place
): Pick<ScoreReference, 'value' | 'confidence'> | undefined {
	const { dimension, kind, start, end } = place;
	const isWhole = start === 0 && end === measured.durationSeconds;
	const moment = momentAt(measured, start, end);
	switch (dimension) {
		case 'tempo': {
			const value = moment?.beatsPerMinute ?? (isWhole ? measured.tempo?.beatsPerMinute : undefined);
			return kind === 'score' && value !== undefined && measured.tempo !== null
				? { value, confidence: measured.tempo.clarity }
				: undefined;
		}
		case 'loudness':
			return kind === 'change' && moment !== undefined
				? { value: moment.level, confidence: measured.soundConfidence }
				: undefined;
		case 'onsets':
			return kind === 'score' && moment !== undefined
				? { value: moment.onsets, confidence: measured.soundConfidence }
				: undefined;
		default: {
			const whole = measured.scores[dimension];
			const value = kind === 'score' ? (isWhole ? whole?.score : undefined) : moment?.change[dimension];
			return whole === undefined || value === undefined ? undefined : { value, confidence: whole.confidence };
		}
	}
}

/** A reference to what is measured there. Throws when nothing is: the planner speaks of nothing else. */
export function referTo(measured: Measurements, place: Place): ScoreReference {
	const found = measure(measured, place);
	if (found === undefined) throw new Error(`nothing was measured of ${place.dimension} there`);
	return { ...place, ...found };
}

export const ofWhole = (measured: Measurements, dimension: Dimension | 'tempo'): ScoreReference =>
	referTo(measured, { dimension, kind: 'score', start: 0, end: measured.durationSeconds });

export const ofMoment = (
	measured: Measurements,
	dimension: ScoreReference['dimension'],
	{ start, end }: Pick<Moment, 'start' | 'end'>
): ScoreReference =>
	referTo(measured, {
		dimension,
		kind: dimension === 'tempo' || dimension === 'onsets' ? 'score' : 'change',
		start,
		end
	});

export type Position = 'opening' | 'early' | 'middle' | 'late' | 'close';

/** Where in the part of the take that is played a moment lies. */
export function positionOf(measured: Measurements, { start, end }: { start: number; end: number }): Position {
	const from = measured.moments[0]?.start ?? 0;
	const to = measured.moments.at(-1)?.end ?? measured.durationSeconds;
	const share = ((start + end) / 2 - from) / Math.max(1, to - from);
	if (share < 0.15) return 'opening';
	if (share < 0.4) return 'early';
	if (share <= 0.6) return 'middle';
	return share <= 0.85 ? 'late' : 'close';
}

const mean = (list: readonly number[]): number =>
	list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length);

export function round(value: number, digits: number): number {
	const scale = 10 ** digits;
	return Math.round(value * scale) / scale;
}
