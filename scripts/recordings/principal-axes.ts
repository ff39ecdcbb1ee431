/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// The directions in which rows vary most, by Jacobi's rotations of their covariance (Golub and Van Loan, "Matrix computations", 8.5):
// nothing but additions, multiplications, divisions and roots, so that the same rows give the same axes on every machine.

export interface Axis {
	/** Of length 1. */
	direction: Float64Array;
	variance: number;
}

const MOST_SWEEPS = 30;
/** What is left beside the diagonal, as a share of all, when the rotations end. */
const NEAR_ENOUGH = 1e-22;

/** All axes, those of the largest variance first. */
export function principalAxes(rows: readonly Float64Array[]): Axis[] {
	const width = rows[0]?.length ?? 0;
	const matrix = covarianceOf(rows, width);
	const turned = new Float64Array(width * width);
	for (let at = 0; at < width; at++) turned[at * width + at] = 1;
	for (let sweep = 0; sweep < MOST_SWEEPS && isUneven(matrix, width); sweep++)
		for (let a = 0; a < width - 1; a++)
			for (let b = a + 1; b < width; b++) rotate(matrix, turned, width, a, b);
	return Array.from({ length: width }, (_, at) => ({
		direction: turned.slice(at * width, (at + 1) * width),
		variance: Math.max(0, matrix[at * width + at]!)
	})).sort((one, other) => other.variance - one.variance);
}

function covarianceOf(rows: readonly Float64Array[], width: number): Float64Array {
	const means = new Float64Array(width);
	for (const row of rows) for (let at = 0; at < width; at++) means[at]! += row[at]! / rows.length;
	const matrix = new Float64Array(width * width);
	const centred = new Float64Array(width);
	for (const row of rows) {
		for (let at = 0; at < width; at++) centred[at] = row[at]! - means[at]!;
		for (let a = 0; a < width; a++)
			for (let b = 0; b <= a; b++) matrix[a * width + b]! += (centred[a]! * centred[b]!) / rows.length;
	}
	for (let a = 0; a < width; a++) for (let b = 0; b < a; b++) matrix[b * width + a] = matrix[a * width + b]!;
	return matrix;
}

function isUneven(matrix: Float64Array, width: number): boolean {
	let [beside, all] = [0, 0];
	for (let a = 0; a < width; a++)
		for (let b = 0; b < width; b++) {
			const square = matrix[a * width + b]! * matrix[a * width + b]!;
			all += square;
			if (a !== b) beside += square;
		}
	return beside > all * NEAR_ENOUGH;
}

/** Turns axes `a` and `b` until their covariance is zero. The matrix stays symmetric; only rows of `turned` change. */
function rotate(matrix: Float64Array, turned: Float64Array, width: number, a: number, b: number): void {
	const both = matrix[a * width + b]!;
	if (both === 0) return;
	const slant = (matrix[b * width + b]! - matrix[a * width + a]!) / (2 * both);
	const tangent = (slant < 0 ? -1 : 1) / (Math.abs(slant) + Math.sqrt(slant * slant + 1));
	const cosine = 1 / Math.sqrt(tangent * tangent + 1);
	const sine = tangent * cosine;
	for (let at = 0; at < width; at++) {
		const [one, other] = [turned[a * width + at]!, turned[b * width + at]!];
		turned[a * width + at] = cosine * one - sine * other;
		turned[b * width + at] = sine * one + cosine * other;
		if (at === a || at === b) continue;
		const [x, y] = [matrix[a * width + at]!, matrix[b * width + at]!];
		matrix[a * width + at] = matrix[at * width + a] = cosine * x - sine * y;
		matrix[b * width + at] = matrix[at * width + b] = sine * x + cosine * y;
	}
	matrix[a * width + a]! -= tangent * both;
	matrix[b * width + b]! += tangent * both;
	matrix[a * width + b] = matrix[b * width + a] = 0;
}
