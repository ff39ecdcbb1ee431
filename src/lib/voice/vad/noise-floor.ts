// How loud it is when nobody speaks: the quietest moment of the last three seconds (minimum statistics, Martin 2001, without the
// spectrum). Speech has gaps within that time, a fan that was switched on has none and becomes the floor.

const BLOCK_SUBFRAMES = 15;
const BLOCKS = 10;
/** Believed before anything was heard; gone after a second. Speech may begin with the call, and must not become the floor. */
const BELIEVED_DB = -50;
const BELIEVED_BLOCKS = 4;
/** A minimum lies below the mean of the same noise. */
const BIAS_DB = 2;
/** Of the loudness before, in the smoothed one: a single quiet subframe is no floor. */
const SMOOTHING = 0.7;

export function createNoiseFloor(): { push(levelDb: number): number } {
	const blocks: number[] = Array.from({ length: BELIEVED_BLOCKS }, () => BELIEVED_DB);
	let smooth: number | undefined;
	let lowest = Number.POSITIVE_INFINITY;
	let count = 0;
	return {
		push(levelDb) {
			smooth = smooth === undefined ? levelDb : SMOOTHING * smooth + (1 - SMOOTHING) * levelDb;
			lowest = Math.min(lowest, smooth);
			if (++count === BLOCK_SUBFRAMES) {
				blocks.push(lowest);
				// What was believed leaves one block at a time; then the window keeps its length.
				if (blocks[0] === BELIEVED_DB || blocks.length > BLOCKS) blocks.shift();
				lowest = Number.POSITIVE_INFINITY;
				count = 0;
			}
			return Math.min(lowest, ...blocks) + BIAS_DB;
		}
	};
}
