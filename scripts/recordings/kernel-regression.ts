/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// Weights of known places such that likeness to them predicts ratings: kernel ridge regression in which all rows are learned from and
// some of them are kept ("subset of regressors": Rasmussen and Williams 2006, 8.3.1).
import { likeness } from '../../src/lib/shared/recordings/model/feature-map.ts';
import { solvePositive } from './positive-system.ts';

/** So that two takes at one place do no harm. */
const JITTER = 1e-8;

/**
 * @param known places to keep, one after another
 * @returns one row of weights for each of them, and what is added to the sum
 */
export function fitKernel(
	places: readonly Float64Array[],
	targets: readonly (readonly number[])[],
	known: Float32Array,
	penalty: number
): { weights: Float64Array; offsets: Float64Array } {
	const outputs = targets[0]?.length ?? 0;
	const count = known.length / (places[0]?.length ?? 1);
	const offsets = new Float64Array(outputs);
	for (const target of targets)
		for (let at = 0; at < outputs; at++) offsets[at]! += target[at]! / targets.length;
	const matrix = new Float64Array(count * count);
	const weights = new Float64Array(count * outputs);
	const near = new Float64Array(count);
	for (const [row, place] of places.entries()) {
		for (let a = 0; a < count; a++) near[a] = likeness(place, known, a);
		for (let a = 0; a < count; a++) {
			const value = near[a]!;
			const start = a * count;
			for (let b = 0; b <= a; b++) matrix[start + b]! += value * near[b]!;
			for (let at = 0; at < outputs; at++)
				weights[a * outputs + at]! += value * (targets[row]![at]! - offsets[at]!);
		}
	}
	const width = places[0]?.length ?? 0;
	for (let a = 0; a < count; a++) {
		const place = known.subarray(a * width, (a + 1) * width);
		for (let b = 0; b <= a; b++) matrix[a * count + b]! += penalty * likeness(place, known, b);
		matrix[a * count + a]! += penalty * JITTER;
	}
	return { weights: solvePositive(matrix, count, weights, outputs), offsets };
}
