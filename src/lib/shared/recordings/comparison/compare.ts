// One take against another: whether they are the same music, which moments belong together, how the tempo differs along the way, and what
// of the playing changed by more than another microphone would change it. What did not is said to be unchanged, not to be a small change.
import type { Analysis } from '../analysis.ts';
import { DIMENSIONS, type Dimension } from '../dimensions.ts';
import type { Segment } from '../model/scores.ts';
import type { ComparisonView } from '../views.ts';
import { isMeasurable } from '../measurable.ts';
import { align } from './align.ts';
import { featuresOf } from './features.ts';
import { NOISE_FLOOR } from './noise-floor.ts';
import type { WarpPath } from './time-warp.ts';
import { timeMap, type TimeMap } from './time-map.ts';
import type { Track } from './track.ts';

export interface ComparedTake {
	track: Track;
	analysis: Pick<Analysis, 'dimensions' | 'segments'>;
}

type Comparison = Omit<ComparisonView, 'recordingId' | 'otherId'>;

/**
 * What an alignment costs for each frame (time-warp.ts). 200 pairs of two players' renderings of one passage of PercePiano cost 0.15 to
 * 0.41, 94 of them against a phone's recording at most 0.49 and one in twenty more than 0.42; passages of different works 0.495 and more,
 * of one work's other variations mostly 0.5. Below the first number likeness is 1, from the second on 0.
 */
const ALIKE = 0.15;
const UNLIKE = 0.5;
const SAME_BELOW = 0.45;
/** Less sound than this is too little to say that it is the same. */
const FEWEST_FRAMES = 30;
/** At most this many pairs of moments and ratios of tempo. */
const MOST_PAIRS = 2_000;
const PAIR_SECONDS = 0.5;
const TEMPO_SECONDS = 2;
/** Tempo is told over this much music: shorter is rubato, and the path's own unrest. */
const TEMPO_WINDOW_SECONDS = 6;
/** A passage is shorter than a take, and its change less certain. */
const PASSAGE_NOISE = 1.5;
const MOST_PASSAGES = 20;

export function compare(here: ComparedTake, there: ComparedTake): Comparison {
	const enough = Math.min(here.track.frameCount, there.track.frameCount) >= FEWEST_FRAMES;
	const path = enough ? align(featuresOf(here.track), featuresOf(there.track)) : null;
	const likeness = path === null ? 0 : likenessOf(path);
	const isSameMusic = path !== null && path.cost < SAME_BELOW;
	const times = isSameMusic ? timeMap(path, here.track, there.track) : null;
	return {
		alignment: times === null ? [] : pairsOf(times),
		likeness,
		isSameMusic,
		dimensions: DIMENSIONS.map((dimension) => dimensionChange(dimension, here, there, isSameMusic)),
		passages:
			times === null ? [] : passagesThatDiffer(here.analysis.segments, there.analysis.segments, times),
		tempo: times === null ? [] : tempoRatios(times)
	};
}

const likenessOf = ({ cost }: WarpPath): number =>
	thousandths(Math.max(0, Math.min(1, (UNLIKE - cost) / (UNLIKE - ALIKE))));

/** Between different pieces a difference is one of the music: none is told. */
function dimensionChange(
	dimension: Dimension,
	here: ComparedTake,
	there: ComparedTake,
	isSameMusic: boolean
): Comparison['dimensions'][number] {
	const a = here.analysis.dimensions[dimension].score;
	const b = there.analysis.dimensions[dimension].score;
	const change = a === null || b === null || !isSameMusic ? null : thousandths(a - b);
	const noiseFloor = NOISE_FLOOR[dimension];
	return {
		...{ dimension, here: a, there: b, change, noiseFloor },
		isChanged: change !== null && isMeasurable(dimension) && Math.abs(change) > noiseFloor
	};
}

function pairsOf(times: TimeMap): Comparison['alignment'] {
	const step = Math.max(PAIR_SECONDS, (times.to - times.from) / MOST_PAIRS);
	return everyOf(times, step).map((here) => ({
		here: hundredths(here),
		there: hundredths(times.there(here))
	}));
}

function tempoRatios(times: TimeMap): Comparison['tempo'] {
	const half = TEMPO_WINDOW_SECONDS / 2;
	return everyOf(times, Math.max(TEMPO_SECONDS, (times.to - times.from) / MOST_PAIRS)).flatMap((seconds) => {
		const [from, to] = [Math.max(times.from, seconds - half), Math.min(times.to, seconds + half)];
		if (to - from < half) return [];
		// The same music in less time here than there is faster here.
		return [
			{ seconds: hundredths(seconds), ratio: hundredths((times.there(to) - times.there(from)) / (to - from)) }
		];
	});
}

function everyOf({ from, to }: TimeMap, step: number): number[] {
	return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);
}

/** Where one take moves from its own mean as the other does not. */
function passagesThatDiffer(
	here: readonly Segment[],
	there: readonly Segment[],
	times: TimeMap
): Comparison['passages'] {
	const found = here.flatMap(({ start, end, change }) => {
		if (change === null || start < times.from - 1 || end > times.to + 1) return [];
		const other = meanChange(there, times.there(start), times.there(end));
		if (other === null) return [];
		return DIMENSIONS.filter(isMeasurable).flatMap((dimension) => {
			const difference = change[dimension] - other[dimension];
			const times = Math.abs(difference) / (PASSAGE_NOISE * NOISE_FLOOR[dimension]);
			return times > 1 ? [{ start, end, dimension, change: thousandths(difference), times }] : [];
		});
	});
	return found
		.sort((a, b) => b.times - a.times || a.start - b.start)
		.slice(0, MOST_PASSAGES)
		.map(({ start, end, dimension, change }) => ({ start, end, dimension, change }));
}

/** Of the segments within a stretch, each as much as it lies in it; null where most of the stretch has none that tells. */
function meanChange(
	segments: readonly Segment[],
	from: number,
	to: number
): Record<Dimension, number> | null {
	const inside = segments.flatMap(({ start, end, change }) => {
		const share = Math.min(end, to) - Math.max(start, from);
		return change === null || share <= 0 ? [] : [{ change, share }];
	});
	const total = inside.reduce((sum, { share }) => sum + share, 0);
	if (total < (to - from) / 2 || total <= 0) return null;
	return Object.fromEntries(
		DIMENSIONS.map((name) => [
			name,
			inside.reduce((sum, { change, share }) => sum + change[name] * share, 0) / total
		])
	) as Record<Dimension, number>;
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;
