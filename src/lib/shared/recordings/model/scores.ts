// From what was heard to what is said of it: sixteen scores with the trust they deserve, and where in the take each moves up or down.
// A dimension that cannot be measured here says so, and why; nothing is filled in.
import { DIMENSIONS, type Dimension } from '../dimensions.ts';
import { featuresOf, featuresOfViews } from '../measures/features.ts';
import { framesOf, passageOf, secondsOf, type HeardTake } from '../measures/passage.ts';
import { mean } from '../measures/statistics.ts';
import { timestampOf } from '../timestamp.ts';
import { loadModel } from './model.ts';

/** Why a dimension has no score. Words for them are the room's. */
export const ABSTENTIONS = [
	'silent',
	'too-short',
	'too-few-notes',
	'clipped',
	'noisy',
	'unlike-piano',
	'weak-evidence'
] as const;
export type Abstention = (typeof ABSTENTIONS)[number];

export interface DimensionScore {
	/** 0..1, left pole to right pole; null when abstained. */
	score: number | null;
	/** 0..1: about the correlation with listeners that a score like this one has. */
	confidence: number;
	abstained?: true;
	reason?: Abstention;
}

export interface Segment {
	start: number;
	end: number;
	timestamp: string;
	/** Decibels relative to the take, and how many notes or chords begin. */
	level: number;
	onsets: number;
	/** Change relative to the whole take, by dimension; null where the moment holds too little to tell. */
	change: Record<Dimension, number> | null;
}

const SHORTEST_SECONDS = 5;
const FEWEST_ONSETS = 8;
const MOST_CLIPPED = 0.01;
const LEAST_SIGNAL_TO_NOISE = 6;
/** One in a hundred takes of training lies beyond 1; drums, speech and bare sines beyond this. */
const MOST_STRANGE = 1.7;
const LEAST_CONFIDENCE = 0.25;
/** The ratings were given to passages of a median 26 s: longer takes are scored in parts of about that length. */
const PART_SECONDS = 30;
const SEGMENT_SECONDS = 3;
/** Sound on either side of a segment that is listened to with it: three seconds alone hold too few notes. */
const CONTEXT_SECONDS = 3;
const SEGMENT_FEWEST_ONSETS = 6;

export interface Scored {
	dimensions: Record<Dimension, DimensionScore>;
	/** Why nothing at all was scored. */
	abstention: Abstention | null;
	segments: Segment[];
	/** 1: as far from the playing learned from as one in a hundred takes of it; null where nothing was scored. */
	strangeness: number | null;
}

export function score(heard: HeardTake | null, clippedShare: number): Scored {
	const refusal = heard === null ? 'silent' : refusalOf(heard, clippedShare);
	if (heard === null || refusal !== null) return nothing(refusal ?? 'silent', null);
	const model = loadModel();
	const parts = partsOf(heard).map(({ from, to }) => featuresOfViews(heard, from, to));
	const strangeness = mean(parts.map((features) => model.strangeness(features)));
	if (strangeness > MOST_STRANGE) return nothing('unlike-piano', strangeness);
	const predictions = parts.map((features) => model.predict(features));
	const dimensions = byDimension((name, at): DimensionScore => {
		const value = Math.max(0, Math.min(1, mean(predictions.map((prediction) => prediction[at] ?? 0))));
		const confidence = confidenceOf(model.reliability[name], heard, strangeness);
		return confidence < LEAST_CONFIDENCE
			? { score: null, confidence: rounded(confidence), abstained: true, reason: 'weak-evidence' }
			: { score: rounded(value), confidence: rounded(confidence) };
	});
	return { dimensions, abstention: null, segments: segmentsOf(heard), strangeness };
}

function refusalOf(heard: HeardTake, clippedShare: number): Abstention | null {
	if (secondsOf(heard.to - heard.from) < SHORTEST_SECONDS) return 'too-short';
	if (clippedShare > MOST_CLIPPED) return 'clipped';
	if (heard.signalToNoise < LEAST_SIGNAL_TO_NOISE) return 'noisy';
	const { onsets } = passageOf(heard, heard.from, heard.to);
	return onsets.length < FEWEST_ONSETS ? 'too-few-notes' : null;
}

function nothing(abstention: Abstention, strangeness: number | null): Scored {
	return {
		dimensions: byDimension(() => ({ score: null, confidence: 0, abstained: true, reason: abstention })),
		abstention,
		segments: [],
		strangeness
	};
}

function partsOf(heard: HeardTake) {
	const { from, to } = heard;
	const count = Math.max(1, Math.round(secondsOf(to - from) / PART_SECONDS));
	return Array.from({ length: count }, (_, at) =>
		passageOf(heard, from + ((to - from) * at) / count, from + ((to - from) * (at + 1)) / count)
	).filter(({ onsets }) => count === 1 || onsets.length >= FEWEST_ONSETS);
}

function confidenceOf(
	reliability: { clean: number; phone: number },
	heard: HeardTake,
	strangeness: number
): number {
	// At 40 dB as on clean sound, at 15 as on a phone's.
	const clean = Math.max(0, Math.min(1, (heard.signalToNoise - 15) / 25));
	const base = reliability.clean * clean + reliability.phone * (1 - clean);
	const length = Math.min(1, Math.sqrt(secondsOf(heard.to - heard.from) / 15));
	const familiarity = strangeness <= 1 ? 1 : Math.max(0, 1 - 0.6 * (strangeness - 1));
	return Math.max(0, base * length * familiarity);
}

export function segmentsOf(heard: HeardTake): Segment[] {
	const model = loadModel();
	const { startSeconds, durationSeconds, frameCount } = heard.take;
	const segments: (Omit<Segment, 'change'> & { prediction: number[] | null })[] = [];
	for (let start = 0; start < durationSeconds - 0.5; start += SEGMENT_SECONDS) {
		const end = Math.min(durationSeconds, start + SEGMENT_SECONDS);
		const from = Math.max(0, framesOf(start - startSeconds));
		const to = Math.min(frameCount, framesOf(end - startSeconds));
		const context = passageOf(heard, from - framesOf(CONTEXT_SECONDS), to + framesOf(CONTEXT_SECONDS));
		const here = passageOf(heard, from, Math.max(from, to));
		segments.push({
			start: rounded(start),
			end: rounded(end),
			timestamp: timestampOf({ start, end }),
			level: rounded(mean(heard.levels.subarray(here.from, here.to))),
			onsets: here.onsets.length,
			prediction:
				context.onsets.length < SEGMENT_FEWEST_ONSETS || here.onsets.length === 0
					? null
					: model.predict(featuresOf(context))
		});
	}
	const known = segments.flatMap(({ prediction }) => (prediction === null ? [] : [prediction]));
	const middle = DIMENSIONS.map((_, at) => mean(known.map((prediction) => prediction[at] ?? 0)));
	return segments.map(({ prediction, ...segment }) => ({
		...segment,
		change:
			prediction === null || known.length < 2
				? null
				: byDimension((_, at) => rounded((prediction[at] ?? 0) - (middle[at] ?? 0)))
	}));
}

function byDimension<T>(of: (name: Dimension, at: number) => T): Record<Dimension, T> {
	return Object.fromEntries(DIMENSIONS.map((name, at) => [name, of(name, at)])) as Record<Dimension, T>;
}

/** Three digits: more would be a false promise. */
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;
