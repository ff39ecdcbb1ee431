/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// Dynamic time warping within a band: which frame of one sequence belongs to which of another. Sources: Müller, "Fundamentals of Music
// Processing" (2015), 3.2, for the recursion and its weights; Sakoe and Chiba (1978) for the band; Salvador and Chan, "FastDTW" (2007), for
// putting the band about a coarser path. Either sequence may begin or end with something that the other does not have: what is left over
// there costs a little for each frame instead of being squeezed in. Memory is one byte for each cell of the band and two rows of costs.

/** For each row its first column and the one behind its last; both never fall, and neighbours overlap. */
export interface Band {
	from: Int32Array;
	to: Int32Array;
}

export interface WarpPath {
	/** Rows and columns of the cells passed, in order. */
	rows: Int32Array;
	columns: Int32Array;
	/** What the path and what is left over cost, for each frame of both: 0 for twice the same. */
	cost: number;
}

/** A step on in both counts for two frames; one in only one of them for more than its half, so that standing still is not free. */
const BOTH = 2;
const ONE = 1.5;
/** For a frame of one sequence before or behind what the two share. */
const LEFT_OVER = 0.5;

const [START, FROM_BOTH, FROM_ROW, FROM_COLUMN] = [0, 1, 2, 3];

export function fullBand(rows: number, columns: number): Band {
	return { from: new Int32Array(rows), to: new Int32Array(rows).fill(columns) };
}

export function warp(band: Band, columns: number, cost: (row: number, column: number) => number): WarpPath {
	const rows = band.from.length;
	const starts = new Float64Array(rows + 1);
	for (let row = 0; row < rows; row++) starts[row + 1] = starts[row]! + band.to[row]! - band.from[row]!;
	const steps = new Uint8Array(starts[rows]!);
	let before = new Float64Array(columns).fill(Infinity);
	let here = new Float64Array(columns).fill(Infinity);
	let [best, bestRow, bestColumn] = [Infinity, rows - 1, columns - 1];
	for (let row = 0; row < rows; row++) {
		const [from, to] = [band.from[row]!, band.to[row]!];
		for (let column = from; column < to; column++) {
			const price = cost(row, column);
			// To begin here: only where one of the two begins.
			let least = row === 0 || column === 0 ? (row + column) * LEFT_OVER + BOTH * price : Infinity;
			let step = START;
			if (row > 0 && column > 0 && before[column - 1]! + BOTH * price < least) {
				least = before[column - 1]! + BOTH * price;
				step = FROM_BOTH;
			}
			if (row > 0 && before[column]! + ONE * price < least) {
				least = before[column]! + ONE * price;
				step = FROM_ROW;
			}
			if (column > from && here[column - 1]! + ONE * price < least) {
				least = here[column - 1]! + ONE * price;
				step = FROM_COLUMN;
			}
			here[column] = least;
			steps[starts[row]! + column - from] = step;
			if (row === rows - 1 || column === columns - 1) {
				const end = least + (rows - 1 - row + columns - 1 - column) * LEFT_OVER;
				if (end <= best) [best, bestRow, bestColumn] = [end, row, column];
			}
		}
		// The row that becomes the next one is emptied where this band and the last one have been.
		const last = row === 0 ? from : band.from[row - 1]!;
		before.fill(Infinity, last, to);
		[before, here] = [here, before];
	}
	return { ...trace(band, starts, steps, bestRow, bestColumn), cost: best / (rows + columns) };
}

function trace(
	band: Band,
	starts: Float64Array,
	steps: Uint8Array,
	lastRow: number,
	lastColumn: number
): Pick<WarpPath, 'rows' | 'columns'> {
	const rows: number[] = [];
	const columns: number[] = [];
	let [row, column] = [lastRow, lastColumn];
	for (;;) {
		rows.push(row);
		columns.push(column);
		const step = steps[starts[row]! + column - band.from[row]!];
		if (step === START || step === undefined) break;
		if (step !== FROM_COLUMN) row -= 1;
		if (step !== FROM_ROW) column -= 1;
	}
	return { rows: Int32Array.from(rows.reverse()), columns: Int32Array.from(columns.reverse()) };
}

/** A band of `radius` frames to either side of a path found at a `factor` times coarser rate. */
export function bandAbout(
	{ rows: coarseRows, columns: coarseColumns }: WarpPath,
	factor: number,
	radius: number,
	rows: number,
	columns: number
): Band {
	const from = new Int32Array(rows).fill(columns);
	const to = new Int32Array(rows);
	const widen = (row: number, first: number, last: number): void => {
		for (let at = Math.max(0, row - radius); at < Math.min(rows, row + factor + radius); at++) {
			from[at] = Math.min(from[at]!, first);
			to[at] = Math.max(to[at]!, last);
		}
	};
	for (const [at, row] of coarseRows.entries()) {
		const column = coarseColumns[at]! * factor;
		widen(row * factor, Math.max(0, column - radius), Math.min(columns, column + factor + radius));
	}
	// What is left over before and behind the path stays reachable along the edges.
	const [firstRow, lastRow] = [coarseRows[0]! * factor, coarseRows.at(-1)! * factor];
	for (let row = 0; row < rows; row++) {
		if (row < firstRow) [from[row], to[row]] = [0, Math.max(to[row]!, Math.min(columns, radius))];
		if (row > lastRow) [from[row], to[row]] = [Math.min(from[row]!, Math.max(0, columns - radius)), columns];
	}
	from[0] = 0;
	to[rows - 1] = columns;
	for (let row = 1; row < rows; row++) {
		to[row] = Math.max(to[row]!, to[row - 1]!);
		from[row] = Math.min(from[row]!, to[row - 1]! - 1);
	}
	for (let row = rows - 2; row >= 0; row--) from[row] = Math.min(from[row]!, from[row + 1]!);
	return { from, to };
}
