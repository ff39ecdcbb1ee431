// Numbers that describe lists of numbers. What is not there (an empty list, no spread) is 0, so that no feature is ever NaN.
import { exp, ln } from '../signal/exact-math.ts';

export type Numbers = ArrayLike<number>;

export function mean(list: Numbers): number {
	let sum = 0;
	for (let at = 0; at < list.length; at++) sum += list[at] ?? 0;
	return list.length === 0 ? 0 : sum / list.length;
}

export function deviation(list: Numbers): number {
	const middle = mean(list);
	let sum = 0;
	for (let at = 0; at < list.length; at++) {
		const distance = (list[at] ?? 0) - middle;
		sum += distance * distance;
	}
	return list.length === 0 ? 0 : Math.sqrt(sum / list.length);
}

/** Values at the given shares of the sorted list, between neighbours where a share falls between them. */
export function quantiles(list: Numbers, shares: readonly number[]): number[] {
	const sorted = Float64Array.from(list).sort();
	return shares.map((share) => {
		if (sorted.length === 0) return 0;
		const position = share * (sorted.length - 1);
		const low = Math.floor(position);
		const below = sorted[low] ?? 0;
		return below + ((sorted[low + 1] ?? below) - below) * (position - low);
	});
}

export const median = (list: Numbers): number => quantiles(list, [0.5])[0] ?? 0;

/** Correlation of two lists of one length; 0 where one of them does not move. */
export function correlation(a: Numbers, b: Numbers): number {
	const [meanA, meanB] = [mean(a), mean(b)];
	let [both, squareA, squareB] = [0, 0, 0];
	for (let at = 0; at < a.length; at++) {
		const [x, y] = [(a[at] ?? 0) - meanA, (b[at] ?? 0) - meanB];
		both += x * y;
		squareA += x * x;
		squareB += y * y;
	}
	return squareA * squareB > 0 ? both / Math.sqrt(squareA * squareB) : 0;
}

/** Correlation of a list with itself `lag` places on. */
export function selfCorrelation(list: Numbers, lag: number): number {
	const numbers = Array.from(list);
	if (numbers.length <= lag + 2) return 0;
	return correlation(numbers.slice(0, -lag), numbers.slice(lag));
}

/** Slope of the line through the points (0, first), (1, second), … that lies nearest. */
export function slope(list: Numbers): number {
	const middle = (list.length - 1) / 2;
	let [sum, square] = [0, 0];
	for (let at = 0; at < list.length; at++) {
		sum += (at - middle) * (list[at] ?? 0);
		square += (at - middle) * (at - middle);
	}
	return square === 0 ? 0 : sum / square;
}

/** The mean of each place and its neighbours, `reach` to either side. */
export function smoothed(list: Numbers, reach: number): Float64Array {
	const sums = new Float64Array(list.length + 1);
	for (let at = 0; at < list.length; at++) sums[at + 1] = (sums[at] ?? 0) + (list[at] ?? 0);
	return Float64Array.from({ length: list.length }, (_, at) => {
		const from = Math.max(0, at - reach);
		const to = Math.min(list.length, at + reach + 1);
		return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
	});
}

/** A number between 0 and 1 for how evenly shares are spread: 0 for all in one place. */
export function evenness(shares: Numbers): number {
	let total = 0;
	for (let at = 0; at < shares.length; at++) total += shares[at] ?? 0;
	if (total <= 0 || shares.length < 2) return 0;
	let sum = 0;
	for (let at = 0; at < shares.length; at++) {
		const share = (shares[at] ?? 0) / total;
		if (share > 0) sum -= share * ln(share);
	}
	return sum / ln(shares.length);
}

/** The mean of logarithms as a number again. */
export function geometricMean(list: Numbers): number {
	let sum = 0;
	for (let at = 0; at < list.length; at++) sum += ln(Math.max(1e-30, list[at] ?? 0));
	return list.length === 0 ? 0 : exp(sum / list.length);
}
