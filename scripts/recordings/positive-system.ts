/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// Systems of equations whose matrix is symmetric and positive, by Cholesky's factors in double precision.

/**
 * `matrix` by its lower half, row by row; `sides` with `columns` numbers in each row. Both are overwritten: the solutions stand in
 * `sides`.
 */
export function solvePositive(
	matrix: Float64Array,
	width: number,
	sides: Float64Array,
	columns: number
): Float64Array {
	factorise(matrix, width);
	for (let column = 0; column < columns; column++) substitute(matrix, width, sides, columns, column);
	return sides;
}

function factorise(matrix: Float64Array, width: number): void {
	for (let a = 0; a < width; a++)
		for (let b = 0; b <= a; b++) {
			let sum = matrix[a * width + b]!;
			for (let k = 0; k < b; k++) sum -= matrix[a * width + k]! * matrix[b * width + k]!;
			matrix[a * width + b] = a === b ? Math.sqrt(sum) : sum / matrix[b * width + b]!;
		}
}

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
