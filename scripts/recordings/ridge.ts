/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// Ridge regression: weights that predict targets from rows, held small. Solved by Cholesky's factors in double precision.

export interface RidgeModel {
	/** One row for each column of the rows, one number for each target. */
	weights: Float64Array;
	offsets: Float64Array;
}

/** `penalty` is relative to the number of rows. */
export function fitRidge(
	rows: readonly Float64Array[],
	targets: readonly (readonly number[])[],
	penalty: number
): RidgeModel {
	const width = rows[0]?.length ?? 0;
	const outputs = targets[0]?.length ?? 0;
	const rowMean = new Float64Array(width);
	const targetMean = new Float64Array(outputs);
	for (const [index, row] of rows.entries()) {
		for (let at = 0; at < width; at++) rowMean[at]! += row[at]! / rows.length;
		for (let at = 0; at < outputs; at++) targetMean[at]! += targets[index]![at]! / rows.length;
	}
	const gram = new Float64Array(width * width);
	const weights = new Float64Array(width * outputs);
	const centred = new Float64Array(width);
	for (const [index, row] of rows.entries()) {
		for (let at = 0; at < width; at++) centred[at] = row[at]! - rowMean[at]!;
		for (let a = 0; a < width; a++) {
			const value = centred[a]!;
			const start = a * width;
			for (let b = 0; b <= a; b++) gram[start + b]! += value * centred[b]!;
			for (let at = 0; at < outputs; at++)
				weights[a * outputs + at]! += value * (targets[index]![at]! - targetMean[at]!);
		}
	}
	for (let at = 0; at < width; at++) gram[at * width + at]! += penalty * rows.length;
	factorise(gram, width);
	for (let output = 0; output < outputs; output++) substitute(gram, width, weights, outputs, output);
	const offsets = targetMean.map((mean, output) => {
		let sum = mean;
		for (let at = 0; at < width; at++) sum -= rowMean[at]! * weights[at * outputs + output]!;
		return sum;
	});
	return { weights, offsets };
}

/** A matrix that is positive and given by its lower half, in place, as its Cholesky factor. */
function factorise(matrix: Float64Array, width: number): void {
	for (let a = 0; a < width; a++)
		for (let b = 0; b <= a; b++) {
			let sum = matrix[a * width + b]!;
			for (let k = 0; k < b; k++) sum -= matrix[a * width + k]! * matrix[b * width + k]!;
			matrix[a * width + b] = a === b ? Math.sqrt(sum) : sum / matrix[b * width + b]!;
		}
}

/** Solves for one column of the right sides, in place. */
function substitute(
	factor: Float64Array,
	width: number,
	sides: Float64Array,
	columns: number,
	column: number
): void {
	for (let a = 0; a < width; a++) {
		let sum = sides[a * columns + column]!;
		for (let k = 0; k < a; k++) sum -= factor[a * width + k]! * sides[k * columns + column]!;
		sides[a * columns + column] = sum / factor[a * width + a]!;
	}
	for (let a = width - 1; a >= 0; a--) {
		let sum = sides[a * columns + column]!;
		for (let k = a + 1; k < width; k++) sum -= factor[k * width + a]! * sides[k * columns + column]!;
		sides[a * columns + column] = sum / factor[a * width + a]!;
	}
}

export function predict({ weights, offsets }: RidgeModel, row: Float64Array): number[] {
	return Array.from(offsets, (offset, output) => {
		let sum = offset;
		for (let at = 0; at < row.length; at++) sum += row[at]! * weights[at * offsets.length + output]!;
		return sum;
	});
}

/** Pearson's correlation, and the share of the truth's variance that the guesses explain. */
export function agreement(truth: readonly number[], guess: readonly number[]): { r: number; r2: number } {
	const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
	const [a, b] = [mean(truth), mean(guess)];
	let [both, truths, guesses, errors] = [0, 0, 0, 0];
	for (const [at, value] of truth.entries()) {
		const other = guess[at]!;
		both += (value - a) * (other - b);
		truths += (value - a) * (value - a);
		guesses += (other - b) * (other - b);
		errors += (value - other) * (value - other);
	}
	return { r: both / Math.sqrt(truths * guesses || 1), r2: 1 - errors / (truths || 1) };
}
