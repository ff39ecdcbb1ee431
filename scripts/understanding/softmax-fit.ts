// Multinomial logistic regression with an L2 penalty, by gradient descent with Nesterov's momentum over all examples at once: no chance in it,
// so the same examples give the same weights.
import { BUCKETS, type SparseVector } from '../../src/lib/server/ai/embedded/understanding/features.ts';
import { softmax, type LinearModel } from '../../src/lib/server/ai/embedded/understanding/linear-model.ts';

export interface Example {
	vector: SparseVector;
	/** Index of its class. */
	label: number;
}

const ROUNDS = 300;
const RATE = 4;
const MOMENTUM = 0.9;

export interface FitSettings {
	/** Of the square of a weight, per example. */
	penalty: number;
	/** 0: every example weighs the same. 1: every class does, however few its examples. */
	balance: number;
}

export function fit(examples: Example[], classes: number, { penalty, balance }: FitSettings): LinearModel {
	const counts = Array.from(
		{ length: classes },
		(_, at) => examples.filter(({ label }) => label === at).length
	);
	const shares = counts.map((count) => (examples.length / (classes * Math.max(1, count))) ** balance);
	const weights = new Float64Array(BUCKETS * classes);
	const speeds = new Float64Array(weights.length);
	const biases = new Array<number>(classes).fill(0);
	const biasSpeeds = new Array<number>(classes).fill(0);
	const slopes = new Float64Array(weights.length);
	for (let round = 0; round < ROUNDS; round++) {
		slopes.fill(0);
		const biasSlopes = new Array<number>(classes).fill(0);
		for (const { vector, label } of examples) {
			const scores = [...biases];
			for (const [bucket, value] of vector)
				for (let at = 0; at < classes; at++)
					scores[at] = (scores[at] ?? 0) + value * (weights[bucket * classes + at] ?? 0);
			const errors = softmax(scores).map(
				(guess, at) => ((guess - (at === label ? 1 : 0)) * (shares[label] ?? 1)) / examples.length
			);
			for (const [bucket, value] of vector)
				for (let at = 0; at < classes; at++) {
					const place = bucket * classes + at;
					slopes[place] = (slopes[place] ?? 0) + value * (errors[at] ?? 0);
				}
			for (let at = 0; at < classes; at++) biasSlopes[at] = (biasSlopes[at] ?? 0) + (errors[at] ?? 0);
		}
		for (let at = 0; at < weights.length; at++) {
			const slope = (slopes[at] ?? 0) + penalty * (weights[at] ?? 0);
			speeds[at] = MOMENTUM * (speeds[at] ?? 0) - RATE * slope;
			weights[at] = (weights[at] ?? 0) + (speeds[at] ?? 0);
		}
		for (let at = 0; at < classes; at++) {
			biasSpeeds[at] = MOMENTUM * (biasSpeeds[at] ?? 0) - RATE * (biasSlopes[at] ?? 0);
			biases[at] = (biases[at] ?? 0) + (biasSpeeds[at] ?? 0);
		}
	}
	return inSteps(weights, biases);
}

function inSteps(weights: Float64Array, biases: number[]): LinearModel {
	const most = weights.reduce((highest, weight) => Math.max(highest, Math.abs(weight)), 0);
	const step = Number((most / 127).toPrecision(6));
	const bytes = Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / step))));
	return {
		biases: biases.map((bias) => Number(bias.toFixed(4))),
		step,
		weights: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte & 255)).join(''))
	};
}
