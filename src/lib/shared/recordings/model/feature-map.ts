/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// From a passage's features to what the scores are a weighted sum of: the features themselves, and cosines in random directions, whose
// products stand for a Gaussian kernel (Rahimi and Recht, "Random features for large-scale kernel machines", NIPS 2007). The directions
// come from a seed, so that they need no place in the file of coefficients.
import { cosineOfTurns, ln } from '../signal/exact-math.ts';

export interface FeatureMap {
	/** Of the features in training: `means` is taken away, and what is left divided by `spreads`. */
	means: Float32Array;
	spreads: Float32Array;
	/** What a spread of each feature counts for: more for those that ratings follow. Their mean square is 1. */
	importance: Float32Array;
	/** How many cosines, how fast they turn, and what the plain features count for beside them. */
	cosines: number;
	pace: number;
	plainWeight: number;
	seed: number;
}

/** No feature counts for more than this many of its spreads: one strange value must not decide a score. */
export const MOST_SPREADS = 4;

/** Directions in turns for each spread of each feature, one row for each cosine; the last number of a row is its phase. */
export function directionsOf({ means, importance, cosines, pace, seed }: FeatureMap): Float32Array {
	const random = createRandom(seed);
	const width = means.length + 1;
	const directions = new Float32Array(cosines * width);
	const scale = pace / Math.sqrt(means.length) / (2 * Math.PI);
	for (let row = 0; row < cosines; row++) {
		for (let at = 0; at < means.length; at++)
			directions[row * width + at] = gaussian(random) * scale * importance[at]!;
		directions[row * width + means.length] = random();
	}
	return directions;
}

/** Features in spreads from the mean of training. */
export function standardised({ means, spreads }: FeatureMap, features: ArrayLike<number>): Float64Array {
	return Float64Array.from({ length: means.length }, (_, at) =>
		Math.max(-MOST_SPREADS, Math.min(MOST_SPREADS, (features[at]! - means[at]!) / spreads[at]!))
	);
}

export function mapped(map: FeatureMap, directions: Float32Array, standard: Float64Array): Float64Array {
	const { cosines, importance, plainWeight } = map;
	const count = standard.length;
	const width = count + 1;
	const result = new Float64Array(count + cosines);
	const plain = plainWeight / Math.sqrt(count);
	for (let at = 0; at < count; at++) result[at] = standard[at]! * importance[at]! * plain;
	const scale = Math.sqrt(2 / Math.max(1, cosines));
	for (let row = 0; row < cosines; row++) {
		let turns = directions[row * width + count]!;
		for (let at = 0; at < count; at++) turns += directions[row * width + at]! * standard[at]!;
		result[count + row] = scale * cosineOfTurns(turns);
	}
	return result;
}

function gaussian(random: () => number): number {
	return Math.sqrt(-2 * ln(1 - random())) * cosineOfTurns(random());
}

/** Numbers in 0..1 by whole-number arithmetic alone (the generator known as mulberry32). */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
