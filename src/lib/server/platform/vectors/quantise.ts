// A vector as signed bytes and one step: a quarter of the memory of float32. What it guarantees is the size of the error, whatever the
// data: each number is shifted by a fixed pseudo-random fraction of the step before it is rounded (subtractive dither), which makes the
// rounding errors of a row independent of each other and of the query. Plain rounding does not: vectors of counts, for one, would be
// wrong in the same direction everywhere. Taking the shifts off again costs one number a query, not one a row.

/** The largest number of a row becomes this: with its shift it still fits a signed byte. */
const ROW_LIMIT = 126;
/** The largest number of a query. 4,096 / 4 products of 127 and this, the most that one lane of scan.wat sums, stay below 2^31. */
const QUERY_LIMIT = 16_383;
/**
 * A score is wrong by more than 3 steps with a probability below 2·e^-18 (Hoeffding, for errors that are independent, at most half a
 * step each, and weighted by a query of length 1). Never by more than half a step times the sum of the query's absolute numbers.
 */
const LIKELY_ERROR_STEPS = 3;
/** What float32 adds to it. */
const ARITHMETIC_ERROR = 1e-6;

/** The vector at length 1, in float32, written into `unit`; undefined for a zero vector, which has no direction. */
export function toUnit(
	values: ArrayLike<number>,
	unit = new Float32Array(values.length)
): Float32Array<ArrayBuffer> | undefined {
	let squares = 0;
	for (let at = 0; at < values.length; at++) squares += (values[at] as number) ** 2;
	if (squares === 0) return undefined;
	const length = Math.sqrt(squares);
	for (let at = 0; at < values.length; at++) unit[at] = (values[at] as number) / length;
	return unit;
}

/** The same shifts for every row and every query of this number of dimensions, each in -0.5 ..< 0.5. They are part of what is stored. */
export function createDither(dimensions: number): Float32Array {
	let state = 0x9e3779b9;
	return Float32Array.from({ length: dimensions }, () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >> 8) / 2 ** 24;
	});
}

function largestOf(unit: Float32Array): number {
	let largest = 0;
	for (const value of unit) largest = Math.max(largest, Math.abs(value));
	return largest;
}

/** Writes the codes and returns the step: unit[i] is about step x (codes[i] - dither[i]). */
export function quantiseRow(unit: Float32Array, dither: Float32Array, codes: Int8Array): number {
	const step = largestOf(unit) / ROW_LIMIT;
	for (let at = 0; at < unit.length; at++)
		codes[at] = Math.round((unit[at] as number) / step + (dither[at] as number));
	return step;
}

export interface QuantisedQuery {
	/** unit[i] is about step x places[i]. */
	step: number;
	/** What the rows' shifts add to every dot product of codes and places. */
	offset: number;
	/** A score is wrong by at most this many steps of its row, and `margin` more. */
	rowSteps: number;
	margin: number;
}

/** Writes the query as 16-bit numbers: its error is a hundredth of a row's. */
export function quantiseQuery(unit: Float32Array, dither: Float32Array, places: Int16Array): QuantisedQuery {
	const step = largestOf(unit) / QUERY_LIMIT;
	let offset = 0;
	let absolute = 0;
	for (let at = 0; at < unit.length; at++) {
		const place = Math.round((unit[at] as number) / step);
		places[at] = place;
		offset += place * (dither[at] as number);
		absolute += Math.abs(unit[at] as number);
	}
	return {
		step,
		offset,
		rowSteps: Math.min(absolute / 2, LIKELY_ERROR_STEPS),
		// Cauchy-Schwarz, as the query's own rounding is not dithered: no row is longer than 1 by more than a step a dimension.
		margin: step * Math.sqrt(unit.length) + ARITHMETIC_ERROR
	};
}
