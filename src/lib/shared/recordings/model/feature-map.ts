/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// From a passage's features to its place among the takes that the model has learned from. Features are set in spreads of training and
// weighted by what ratings follow; places lie along the principal axes of that (Pearson 1901), the long axes shortened a little, so that
// a few loud groups of features do not decide alone what is near. Likeness falls off as an exponential of the distance: the kernel of
// Ornstein and Uhlenbeck, Matern's of order 1/2 (Rasmussen and Williams, "Gaussian processes for machine learning", 2006, chapter 4).
import { exp } from '../signal/exact-math.ts';

export interface FeatureMap {
	/** Of the features in training: `means` is taken away, and what is left divided by `spreads`. */
	means: Float32Array;
	spreads: Float32Array;
	/** One row for each axis: how far a spread of each feature moves a place along it. Distances have the kernel's pace in them. */
	axes: Float32Array;
}

/** No feature counts for more than this many of its spreads: one strange value must not decide a score. */
export const MOST_SPREADS = 4;

/** Features in spreads from the mean of training. */
export function standardised(
	{ means, spreads }: Pick<FeatureMap, 'means' | 'spreads'>,
	features: ArrayLike<number>
): Float64Array {
	return Float64Array.from({ length: means.length }, (_, at) =>
		Math.max(-MOST_SPREADS, Math.min(MOST_SPREADS, (features[at]! - means[at]!) / spreads[at]!))
	);
}

export function placeOf({ axes }: Pick<FeatureMap, 'axes'>, standard: Float64Array): Float64Array {
	const width = standard.length;
	const place = new Float64Array(axes.length / width);
	for (let axis = 0; axis < place.length; axis++) {
		let sum = 0;
		for (let at = 0; at < width; at++) sum += axes[axis * width + at]! * standard[at]!;
		place[axis] = sum;
	}
	return place;
}

/** 1 for the same place, towards 0 far from it. `places` holds one place after another; `index` says which. */
export function likeness(place: ArrayLike<number>, places: ArrayLike<number>, index: number): number {
	const from = index * place.length;
	let sum = 0;
	for (let axis = 0; axis < place.length; axis++) {
		const distance = place[axis]! - places[from + axis]!;
		sum += distance * distance;
	}
	return exp(-Math.sqrt(sum));
}
