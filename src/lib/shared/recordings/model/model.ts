// The fitted model as it is used: coefficients unpacked once, features in, sixteen scores out. What it holds was written by
// `npm run fit:recordings`.
import { DIMENSIONS, type Dimension } from '../dimensions.ts';
import { COEFFICIENTS } from './coefficients.ts';
import { directionsOf, mapped, MOST_SPREADS, standardised, type FeatureMap } from './feature-map.ts';

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
	const { cosines, pace, plainWeight, seed } = COEFFICIENTS;
	const map: FeatureMap = {
		means: floats(COEFFICIENTS.means),
		spreads: floats(COEFFICIENTS.spreads),
		importance: floats(COEFFICIENTS.importance),
		cosines,
		pace,
		plainWeight,
		seed
	};
	const directions = directionsOf(map);
	const weights = steps(COEFFICIENTS.weights);
	const weightSteps = floats(COEFFICIENTS.weightSteps);
	const offsets = floats(COEFFICIENTS.offsets);
	const values = (features: ReadonlyMap<string, number>) =>
		featureNames.map((name, at) => features.get(name) ?? map.means[at] ?? 0);
	return {
		featureNames,
		predict: (features) => {
			const row = mapped(map, directions, standardised(map, values(features)));
			return DIMENSIONS.map((_, dimension) => {
				let sum = 0;
				for (let at = 0; at < row.length; at++)
					sum += (row[at] ?? 0) * (weights[at * DIMENSIONS.length + dimension] ?? 0);
				return (offsets[dimension] ?? 0) + sum * (weightSteps[dimension] ?? 0);
			});
		},
		strangeness: (features) =>
			strangenessOf(standardised(map, values(features))) / COEFFICIENTS.strangenessOfTraining,
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

/** Little-endian 32-bit floats from base64. */
function floats(text: string): Float32Array {
	const view = viewOf(text);
	return Float32Array.from({ length: view.byteLength / 4 }, (_, at) => view.getFloat32(4 * at, true));
}

function steps(text: string): Int16Array {
	const view = viewOf(text);
	return Int16Array.from({ length: view.byteLength / 2 }, (_, at) => view.getInt16(2 * at, true));
}

const viewOf = (text: string): DataView =>
	new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
