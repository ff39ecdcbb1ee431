// From a path of frames to a function of time that only rises: where a moment of one take lies in the other.
import type { WarpPath } from './time-warp.ts';
import { TRACK_RATE, type Track } from './track.ts';

export interface TimeMap {
	/** The stretch of the first take that has a counterpart, in seconds. */
	from: number;
	to: number;
	/** Seconds of the other take; moments outside of the stretch get the nearest end. */
	there(here: number): number;
}

/** A path moves in whole frames: means over half a second to either side are finer, and even. */
const SMOOTHING = 5;
/** Nothing rises by less from one frame to the next, in frames: a map that stands still has no way back. */
const LEAST_RISE = 0.01;

export function timeMap({ rows, columns }: WarpPath, here: Track, there: Track): TimeMap {
	const first = rows[0] ?? 0;
	const count = (rows.at(-1) ?? 0) - first + 1;
	const sums = new Float64Array(count);
	const counts = new Float64Array(count);
	for (const [at, row] of rows.entries()) {
		sums[row - first] = (sums[row - first] ?? 0) + (columns[at] ?? 0);
		counts[row - first] = (counts[row - first] ?? 0) + 1;
	}
	const means = sums.map((sum, at) => sum / Math.max(1, counts[at] ?? 1));
	const even = smoothed(means);
	for (let at = 1; at < count; at++) even[at] = Math.max(even[at] ?? 0, (even[at - 1] ?? 0) + LEAST_RISE);
	const from = here.startSeconds + first / TRACK_RATE;
	return {
		from,
		to: from + (count - 1) / TRACK_RATE,
		there(seconds) {
			const position = Math.max(0, Math.min(count - 1, (seconds - from) * TRACK_RATE));
			const low = Math.floor(position);
			const below = even[low] ?? 0;
			const frame = below + ((even[low + 1] ?? below) - below) * (position - low);
			return there.startSeconds + frame / TRACK_RATE;
		}
	};
}

/** Over as much to one side as to the other, so that the ends stay where they are. */
function smoothed(list: Float64Array): Float64Array {
	const sums = new Float64Array(list.length + 1);
	for (const [at, value] of list.entries()) sums[at + 1] = (sums[at] ?? 0) + value;
	return list.map((_, at) => {
		const reach = Math.min(SMOOTHING, at, list.length - 1 - at);
		return ((sums[at + reach + 1] ?? 0) - (sums[at - reach] ?? 0)) / (2 * reach + 1);
	});
}
