/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction */
// When notes come: how many, how far apart, how evenly. Chords count once. Sources: Repp, "Diversity and commonality in music
// performance" (JASA 1992) for inter-onset intervals as the substance of timing; Grabe and Low (2002) for the pairwise variability
// index; Dixon, Goebl and Widmer for tempo from onsets.
import { exp, ln } from '../signal/exact-math.ts';
import { secondsOf, type Passage } from './passage.ts';
import { deviation, evenness, mean, quantiles, selfCorrelation } from './statistics.ts';

/** Bounds of the classes of intervals, seconds. */
const CLASSES = [0.09, 0.13, 0.18, 0.26, 0.37, 0.52, 0.75, 1.05];

export function timing({ onsets, from, to }: Passage): Record<string, number> {
	const intervals = intervalsOf(onsets.map(({ frame }) => secondsOf(frame)));
	const logs = intervals.map(ln);
	const [p10 = 0, p25 = 0, p50 = 0, p75 = 0, p90 = 0] = quantiles(logs, [0.1, 0.25, 0.5, 0.75, 0.9]);
	const steps = logs.slice(1).map((value, at) => value - (logs[at] ?? 0));
	const small = steps.filter((step) => Math.abs(step) < 0.4);
	const counts = CLASSES.map(() => 0).concat(0);
	for (const interval of intervals) {
		const at = CLASSES.findIndex((bound) => interval < bound);
		counts[at === -1 ? CLASSES.length : at]! += 1;
	}
	return {
		onsetRate: onsets.length / Math.max(0.5, secondsOf(to - from)),
		intervalMean: mean(logs),
		intervalSpread: deviation(logs),
		intervalP10: p10,
		intervalP25: p25,
		intervalP50: p50,
		intervalP75: p75,
		intervalP90: p90,
		intervalQuartiles: p75 - p25,
		intervalVariability: mean(steps.map(Math.abs)),
		// Steps too small to be another note value: what is left is how evenly the same value is played.
		unevenness: small.length < 3 ? 0 : deviation(small),
		unevenShare: steps.length === 0 ? 0 : small.length / steps.length,
		intervalMemory: selfCorrelation(logs, 1),
		intervalMemoryTwo: selfCorrelation(logs, 2),
		intervalDrift: drift(logs),
		gridStray: gridStray(intervals),
		...Object.fromEntries(
			counts.map((count, at) => [`intervalClass${String(at)}`, count / Math.max(1, intervals.length)])
		),
		intervalEvenness: evenness(counts)
	};
}

/** Seconds between neighbours; a rest of more than three seconds is none. */
export function intervalsOf(seconds: readonly number[]): number[] {
	return seconds
		.slice(1)
		.map((value, at) => value - (seconds[at] ?? 0))
		.filter((value) => value > 0.03 && value < 3);
}

/** How much the typical interval of one half differs from the other's. */
function drift(logs: readonly number[]): number {
	const half = Math.floor(logs.length / 2);
	return half < 2 ? 0 : mean(logs.slice(half)) - mean(logs.slice(0, half));
}

/** How far intervals lie from simple multiples of the passage's own shortest common one, in shares of it. */
function gridStray(intervals: readonly number[]): number {
	if (intervals.length < 4) return 0;
	const [unit = 0] = quantiles(intervals, [0.3]);
	if (unit <= 0) return 0;
	return mean(
		intervals.map((interval) => {
			const units = interval / unit;
			const nearest = Math.max(1, Math.floor(units + 0.5));
			return Math.min(0.5, Math.abs(units - nearest) / exp(0.5 * ln(nearest)));
		})
	);
}
