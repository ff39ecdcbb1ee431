// A fitted linear model over hashed features: a softmax over classes. Weights are whole steps of one byte, in base64.
import { BUCKETS, type SparseVector } from './features.ts';

export interface LinearModel {
	/** Per class; its own value is added to its score. */
	biases: readonly number[];
	/** What one step of a weight is worth. */
	step: number;
	/** BUCKETS x classes of int8, row by row. */
	weights: string;
}

export type Classify = (vector: SparseVector) => number[];

/** Decodes once, when it is first asked. Gives a probability for each class. */
export function createClassifier({ biases, step, weights }: LinearModel): Classify {
	const classes = biases.length;
	let decoded: Int8Array | undefined;
	return (vector) => {
		decoded ??= decode(weights, BUCKETS * classes);
		const scores = [...biases];
		for (const [bucket, value] of vector)
			for (let at = 0; at < classes; at++)
				scores[at] = (scores[at] ?? 0) + value * step * (decoded[bucket * classes + at] ?? 0);
		return softmax(scores);
	};
}

export function softmax(scores: number[]): number[] {
	const most = Math.max(...scores);
	const powers = scores.map((score) => Math.exp(score - most));
	const sum = powers.reduce((total, power) => total + power, 0);
	return powers.map((power) => power / sum);
}

function decode(base64: string, length: number): Int8Array {
	const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
	if (bytes.length !== length) throw new Error('the weights do not fit the features');
	return new Int8Array(bytes.buffer);
}
