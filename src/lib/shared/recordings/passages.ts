// The passages to work on first, chosen from how far each three seconds move from the rest of the take (Segment.change).
//
// A change is first told in the take's own spread: its distance from the median of all segments over 1.4826 times the median distance from
// that (robust z: outliers, which are what is looked for, do not widen it), with a least spread so that even playing has no outliers made
// of rounding. Towards the pole that listeners hear as less good it counts whole, away from it not at all; where neither pole is better, half,
// either way: what is unusual may be meant. A dimension counts by its confidence, and not at all where it abstained or its
// sensitivity card says that it cannot be measured. A segment is as urgent as
// the mean of its three furthest dimensions. Neighbours that move in the same dimension the same way are one passage, of at most twelve
// seconds. Passages do not overlap; of equally urgent ones the earlier comes first, so that the choice is the same every time.
import type { Analysis } from './analysis.ts';
import { DIMENSIONS, type Dimension } from './dimensions.ts';
import { isMeasurable } from './measurable.ts';
import { median } from './measures/statistics.ts';
import type { Segment } from './model/scores.ts';
import { timestampOf } from './timestamp.ts';
import type { Passage } from './views.ts';

/** Which way is less good: +1 towards the right pole, -1 towards the left; 0 where that is a matter of the music. */
const WORSE: Record<Dimension, -1 | 0 | 1> = {
	timing_stable_unstable: 1,
	articulation_short_long: 0,
	articulation_soft_hard: 0,
	pedal_sparse_saturated: 0,
	pedal_clean_blurred: 1,
	timbre_even_colorful: 0,
	timbre_shallow_rich: -1,
	timbre_bright_dark: 0,
	timbre_soft_loud: 0,
	dynamic_sophisticated_raw: 1,
	dynamic_range_little_large: 0,
	music_making_fast_slow: 0,
	music_making_flat_spacious: -1,
	music_making_disproportioned_balanced: -1,
	music_making_pure_dramatic: 0,
	interpretation_unsatisfactory_convincing: -1
};

const MOST_PASSAGES = 5;
const MOST_SECONDS = 12;
/** From a median distance to the standard deviation of a normal spread. */
const TO_DEVIATION = 1.4826;
/** A score's changes within one take are told apart no finer than this. */
const LEAST_SPREAD = 0.01;
const FURTHEST = 6;
const NEUTRAL_WEIGHT = 0.5;
const REASONS = 3;
/** In spreads, weighted: less is the ordinary come and go of a take. */
const LEAST_URGENCY = 0.7;
const LEAST_REASON = 0.5;
/** A neighbour this much as urgent as the peak belongs to it. */
const NEIGHBOUR_SHARE = 0.6;
/** Fewer segments have no spread to be compared with. */
const FEWEST_SEGMENTS = 4;

interface Weighed {
	segment: Segment;
	/** By the order of DIMENSIONS: how much each counts here, 0 and more. */
	weights: number[];
	urgency: number;
}

export function passagesOf(
	{ segments, dimensions }: Pick<Analysis, 'segments' | 'dimensions'>,
	isTold: (dimension: Dimension) => boolean = isMeasurable
): Passage[] {
	const weighed = weigh(segments, dimensions, isTold);
	const free = weighed.map(() => true);
	const order = weighed
		.map((_, at) => at)
		.sort((a, b) => urgencyAt(weighed, b) - urgencyAt(weighed, a) || a - b);
	const passages: Passage[] = [];
	for (const peak of order) {
		if (passages.length === MOST_PASSAGES || urgencyAt(weighed, peak) < LEAST_URGENCY) break;
		if (!free[peak]) continue;
		const [first, last] = grow(weighed, free, peak);
		const members = weighed.slice(first, last + 1).flatMap((one) => (one === null ? [] : [one]));
		free.fill(false, first, last + 1);
		const passage = toPassage(members);
		if (passage !== null) passages.push(passage);
	}
	return passages;
}

function weigh(
	segments: readonly Segment[],
	dimensions: Analysis['dimensions'],
	isTold: (dimension: Dimension) => boolean
): (Weighed | null)[] {
	const known = segments.flatMap(({ change }) => (change === null ? [] : [change]));
	if (known.length < FEWEST_SEGMENTS) return [];
	const measures = DIMENSIONS.map((name) => {
		const values = known.map((change) => change[name]);
		const middle = median(values);
		const spread = TO_DEVIATION * median(values.map((value) => Math.abs(value - middle)));
		return { name, middle, spread: Math.max(LEAST_SPREAD, spread) };
	});
	return segments.map((segment) => {
		const { change } = segment;
		if (change === null) return null;
		const weights = measures.map(({ name, middle, spread }) => {
			const { score, confidence } = dimensions[name];
			if (score === null || !isTold(name)) return 0;
			const z = Math.max(-FURTHEST, Math.min(FURTHEST, (change[name] - middle) / spread));
			const worse = WORSE[name];
			return confidence * (worse === 0 ? NEUTRAL_WEIGHT * Math.abs(z) : Math.max(0, worse * z));
		});
		const furthest = weights.toSorted((a, b) => b - a).slice(0, REASONS);
		return { segment, weights, urgency: furthest.reduce((sum, weight) => sum + weight, 0) / REASONS };
	});
}

const urgencyAt = (weighed: readonly (Weighed | null)[], at: number): number => weighed[at]?.urgency ?? 0;

/** From the peak to either side, the more urgent neighbour first. */
function grow(
	weighed: readonly (Weighed | null)[],
	free: readonly boolean[],
	peak: number
): [number, number] {
	const centre = weighed[peak];
	if (centre === null || centre === undefined) return [peak, peak];
	const belongs = (at: number): boolean => {
		const neighbour = weighed[at];
		return (
			neighbour !== null &&
			neighbour !== undefined &&
			free[at] === true &&
			neighbour.urgency >= NEIGHBOUR_SHARE * centre.urgency &&
			leads(neighbour) === leads(centre)
		);
	};
	let [first, last] = [peak, peak];
	for (;;) {
		const sides = [first - 1, last + 1]
			.filter(belongs)
			.sort((a, b) => urgencyAt(weighed, b) - urgencyAt(weighed, a) || a - b);
		const next = sides[0];
		if (next === undefined) return [first, last];
		const [from, to] = [Math.min(first, next), Math.max(last, next)];
		const seconds = (weighed[to]?.segment.end ?? 0) - (weighed[from]?.segment.start ?? 0);
		if (seconds > MOST_SECONDS) return [first, last];
		[first, last] = [from, to];
	}
}

/** The dimension that moved furthest and which way, as a text to compare. */
function leads({ weights, segment }: Weighed): string {
	const at = weights.indexOf(Math.max(...weights));
	const name = DIMENSIONS[at];
	return name === undefined ? '' : `${name} ${String(Math.sign(segment.change?.[name] ?? 0))}`;
}

function toPassage(members: readonly Weighed[]): Passage | null {
	const [first, last] = [members[0], members.at(-1)];
	if (first === undefined || last === undefined) return null;
	const reasons = DIMENSIONS.map((dimension, at) => ({
		dimension,
		weight: mean(members.map(({ weights }) => weights[at] ?? 0)),
		change: thousandths(mean(members.map(({ segment }) => segment.change?.[dimension] ?? 0)))
	}))
		.filter(({ weight, change }) => weight >= LEAST_REASON && change !== 0)
		.sort((a, b) => b.weight - a.weight)
		.slice(0, REASONS)
		.map(({ dimension, change }) => ({ dimension, change }));
	if (reasons.length === 0) return null;
	const { start } = first.segment;
	const { end } = last.segment;
	return { start, end, timestamp: timestampOf({ start, end }), reasons };
}

const mean = (list: readonly number[]): number =>
	list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length);
const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;
