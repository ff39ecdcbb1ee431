// Order statistics of a sample; the nearest-rank definition, so that every figure is one that was measured.

/** @param {number[]} values @param {number} q 0..1 */
export function quantile(values, q) {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? NaN;
}

/** @param {number[]} values */
export const median = (values) => quantile(values, 0.5);

/** Three decimals are more than these machines can tell apart. @param {number} value */
export const round = (value) => Math.round(value * 1000) / 1000;
