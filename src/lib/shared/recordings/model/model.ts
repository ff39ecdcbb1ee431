// The fitted model as it is used: coefficients unpacked once, features in, sixteen scores out. What it holds was written by
// `npm run fit:recordings`.
import { DIMENSIONS, type Dimension } from '../dimensions.ts';
import { COEFFICIENTS } from './coefficients.ts';
import { likeness, MOST_SPREADS, placeOf, standardised, type FeatureMap } from './feature-map.ts';

export interface Model {
	featureNames: readonly string[];
	/** Scores by dimension; not held within 0..1. */
	predict: (features: ReadonlyMap<string, number>) => number[];
	/** How far features lie from those of training: 1 is where one in a hundred takes of training lies. */
	strangeness: (features: ReadonlyMap<string, number>) => number;
	/** Correlation with listeners' ratings in cross-validation, on clean sound and on a phone's. */
	reliability: Readonly<Record<Dimension, { clean: number; phone: number }>>;
}

let loaded: Model | undefined;

/** Unpacking takes some milliseconds: once an isolate, and not before it is needed. */
export function loadModel(): Model {
	loaded ??= unpack();
	return loaded;
}

function unpack(): Model {
	const featureNames = COEFFICIENTS.featureNames.split(' ');
	const map: FeatureMap = {
		means: floats(COEFFICIENTS.means),
		spreads: floats(COEFFICIENTS.spreads),
		axes: inSteps(words(COEFFICIENTS.axes), floats(COEFFICIENTS.axisSteps), featureNames.length)
	};
	const placeSteps = floats(COEFFICIENTS.placeSteps);
	const places = bytes(COEFFICIENTS.places);
	// Each axis has a step of its own, and places one number for each axis.
	const known = Float32Array.from(places, (steps, at) => steps * (placeSteps[at % placeSteps.length] ?? 0));
	const weights = words(COEFFICIENTS.weights);
	const weightSteps = floats(COEFFICIENTS.weightSteps);
	const offsets = floats(COEFFICIENTS.offsets);
	const count = known.length / placeSteps.length;
	const standardOf = (features: ReadonlyMap<string, number>) =>
		standardised(
			map,
			featureNames.map((name, at) => features.get(name) ?? map.means[at] ?? 0)
		);
	return {
		featureNames,
		predict: (features) => {
			const place = placeOf(map, standardOf(features));
			const sums = new Float64Array(DIMENSIONS.length);
			for (let index = 0; index < count; index++) {
				const near = likeness(place, known, index);
				for (let at = 0; at < sums.length; at++)
					sums[at] = (sums[at] ?? 0) + near * (weights[index * sums.length + at] ?? 0);
			}
			return Array.from(sums, (sum, at) => (offsets[at] ?? 0) + sum * (weightSteps[at] ?? 0));
		},
		strangeness: (features) => strangenessOf(standardOf(features)) / COEFFICIENTS.strangenessOfTraining,
		reliability: byDimension((at) => ({
			clean: COEFFICIENTS.reliability[at]?.[0] ?? 0,
			phone: COEFFICIENTS.reliability[at]?.[1] ?? 0
		}))
	};
}

/** Mean square of features in spreads, each held to the most that counts. */
export function strangenessOf(standard: Float64Array): number {
	let sum = 0;
	for (const value of standard) sum += value * value;
	return sum / standard.length / (MOST_SPREADS * MOST_SPREADS);
}

function byDimension<T>(of: (at: number) => T): Readonly<Record<Dimension, T>> {
	return Object.fromEntries(DIMENSIONS.map((name, at) => [name, of(at)])) as Record<Dimension, T>;
}

/** Whole steps as numbers, each row of `width` with a step of its own. */
function inSteps(whole: Int16Array, steps: Float32Array, width: number): Float32Array {
	return Float32Array.from(whole, (value, at) => value * (steps[Math.floor(at / width)] ?? 0));
}

/** Little-endian 32-bit floats from base64. */
function floats(text: string): Float32Array {
	const view = viewOf(text);
	return Float32Array.from({ length: view.byteLength / 4 }, (_, at) => view.getFloat32(4 * at, true));
}

function words(text: string): Int16Array {
	const view = viewOf(text);
	return Int16Array.from({ length: view.byteLength / 2 }, (_, at) => view.getInt16(2 * at, true));
}

const bytes = (text: string): Int8Array => new Int8Array(viewOf(text).buffer);

const viewOf = (text: string): DataView<ArrayBuffer> =>
	new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
