/* eslint-disable @typescript-eslint/no-non-null-assertion -- both lists are of one length */
/** Pearson's correlation, and the share of the truth's variance that the guesses explain. */
export function agreement(truth: ArrayLike<number>, guess: ArrayLike<number>): { r: number; r2: number } {
	const count = truth.length;
	let [a, b] = [0, 0];
	for (let at = 0; at < count; at++) {
		a += truth[at]! / count;
		b += guess[at]! / count;
	}
	let [both, truths, guesses, errors] = [0, 0, 0, 0];
	for (let at = 0; at < count; at++) {
		const [value, other] = [truth[at]!, guess[at]!];
		both += (value - a) * (other - b);
		truths += (value - a) * (value - a);
		guesses += (other - b) * (other - b);
		errors += (value - other) * (value - other);
	}
	return { r: both / Math.sqrt(truths * guesses || 1), r2: 1 - errors / (truths || 1) };
}
