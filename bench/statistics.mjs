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

/** A repeatable source of randomness (mulberry32). @param {number} seed @returns {() => number} in [0, 1) */
export function createRandom(seed) {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}
