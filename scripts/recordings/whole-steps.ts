/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction */
// Numbers as whole steps of a size of their own, so that coefficients need one or two bytes each.

export interface InSteps {
	steps: Float32Array;
	whole: Int16Array;
}

/** `groupOf` says which of `groups` steps a number is counted in; the largest of each group is `most` steps. */
export function inSteps(
	values: ArrayLike<number>,
	groups: number,
	groupOf: (at: number) => number,
	most: number
): InSteps {
	const largest = new Float64Array(groups).fill(1e-30);
	for (let at = 0; at < values.length; at++)
		largest[groupOf(at)] = Math.max(largest[groupOf(at)]!, Math.abs(values[at]!));
	const steps = Float32Array.from(largest, (value) => value / most);
	const whole = Int16Array.from({ length: values.length }, (_, at) => {
		const count = Math.round(values[at]! / steps[groupOf(at)]!);
		return Math.max(-most, Math.min(most, count));
	});
	return { steps, whole };
}

/** What is read back. */
export function fromSteps({ steps, whole }: InSteps, groupOf: (at: number) => number): Float32Array {
	return Float32Array.from(whole, (count, at) => count * steps[groupOf(at)]!);
}
