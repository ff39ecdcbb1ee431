/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// The power spectrum of a windowed frame of real samples: a radix-2 transform of half the length over the samples taken in pairs
// (Cooley and Tukey 1965; the pairing is in any textbook), with tables from exact-math.ts so that its bits do not depend on the engine.
// Two levels of butterflies go through memory at once: the same sums in the same order as one level after the other, in less time.
import { cosineOfTurns, sineOfTurns } from './exact-math.ts';

/** One or two levels of butterflies, and their turns in the order in which they are met: a cosine and a sine each. */
interface Level {
	span: number;
	isDouble: boolean;
	turns: Float64Array;
}

export class PowerSpectrum {
	/** Bins 0..size/2; after `compute` a full-scale sine in the middle of a bin has power 1. */
	readonly power: Float64Array;
	readonly #half: number;
	readonly #bins: number;
	readonly #window: Float64Array;
	readonly #real: Float64Array;
	readonly #imaginary: Float64Array;
	readonly #cosines: Float64Array;
	readonly #sines: Float64Array;
	readonly #order: Uint32Array;
	readonly #levels: Level[];

	/** `size` is a power of two, 16 at least; frames get a Hann window. Only the first `bins` are filled. */
	constructor(
		readonly size: number,
		bins = size / 2 + 1
	) {
		const half = size / 2;
		this.#half = half;
		this.#bins = bins;
		this.power = new Float64Array(half + 1);
		this.#real = new Float64Array(half);
		this.#imaginary = new Float64Array(half);
		// One more than is met: a half turn, for the last bin.
		this.#cosines = Float64Array.from({ length: half + 1 }, (_, at) => cosineOfTurns(at / size));
		this.#sines = Float64Array.from({ length: half + 1 }, (_, at) => sineOfTurns(at / size));
		// A Hann window's mean is 1/2: its sum makes a full-scale sine 1 when the power is doubled for the mirrored half.
		this.#window = Float64Array.from(
			{ length: size },
			(_, at) => ((0.5 - 0.5 * cosineOfTurns(at / size)) * 4) / size
		);
		this.#order = new Uint32Array(half);
		for (let at = 1; at < half; at++)
			this.#order[at] = ((this.#order[at >> 1] ?? 0) >> 1) | (at & 1 ? half >> 1 : 0);
		this.#levels = levelsOf(half, this.#cosines, this.#sines);
	}

	/** Fills `power` from `size` samples of `samples` that begin at `offset`. */
	compute(samples: Float32Array, offset: number): void {
		const half = this.#half;
		const [real, imaginary, window, order] = [this.#real, this.#imaginary, this.#window, this.#order];
		for (let at = 0; at < half; at++) {
			const from = 2 * order[at]!;
			real[at] = samples[offset + from]! * window[from]!;
			imaginary[at] = samples[offset + from + 1]! * window[from + 1]!;
		}
		firstTwo(real, imaginary);
		for (const { span, isDouble, turns } of this.#levels)
			if (isDouble) two(real, imaginary, span, turns);
			else one(real, imaginary, span, turns);
		const { power } = this;
		const bins = this.#bins;
		const [cosines, sines] = [this.#cosines, this.#sines];
		for (let bin = 0; bin < bins; bin++) {
			const low = bin === half ? 0 : bin;
			const high = bin === 0 ? 0 : half - bin;
			// The transforms of the even and of the odd samples, taken apart by their symmetry.
			const evenReal = (real[low]! + real[high]!) / 2;
			const evenImaginary = (imaginary[low]! - imaginary[high]!) / 2;
			const oddReal = (imaginary[low]! + imaginary[high]!) / 2;
			const oddImaginary = (real[high]! - real[low]!) / 2;
			const cosine = cosines[bin]!;
			const sine = sines[bin]!;
			const sumReal = evenReal + oddReal * cosine + oddImaginary * sine;
			const sumImaginary = evenImaginary + oddImaginary * cosine - oddReal * sine;
			power[bin] = sumReal * sumReal + sumImaginary * sumImaginary;
		}
	}
}

/** Behind the first two: pairs of levels, and one alone where they are odd in number. */
function levelsOf(half: number, cosines: Float64Array, sines: Float64Array): Level[] {
	const levels: Level[] = [];
	for (let span = 4; span < half;) {
		const isDouble = 4 * span <= half;
		const turns: number[] = [];
		// The tables turn once in `size` steps; a butterfly of this span turns once in 2 * span.
		const add = (turn: number) => turns.push(cosines[turn]!, sines[turn]!);
		for (let at = 0; at < span; at++) {
			add((at * half) / span);
			if (!isDouble) continue;
			add((at * half) / (2 * span));
			add(((at + span) * half) / (2 * span));
		}
		levels.push({ span, isDouble, turns: Float64Array.from(turns) });
		span *= isDouble ? 4 : 2;
	}
	return levels;
}

/** Spans of 1 and 2, whose turns are none and a quarter: no products. */
function firstTwo(real: Float64Array, imaginary: Float64Array): void {
	for (let at = 0; at < real.length; at += 4) {
		const sumReal = real[at]! + real[at + 1]!;
		const sumImaginary = imaginary[at]! + imaginary[at + 1]!;
		const differenceReal = real[at]! - real[at + 1]!;
		const differenceImaginary = imaginary[at]! - imaginary[at + 1]!;
		const otherSumReal = real[at + 2]! + real[at + 3]!;
		const otherSumImaginary = imaginary[at + 2]! + imaginary[at + 3]!;
		const turnedReal = imaginary[at + 2]! - imaginary[at + 3]!;
		const turnedImaginary = real[at + 3]! - real[at + 2]!;
		real[at] = sumReal + otherSumReal;
		imaginary[at] = sumImaginary + otherSumImaginary;
		real[at + 1] = differenceReal + turnedReal;
		imaginary[at + 1] = differenceImaginary + turnedImaginary;
		real[at + 2] = sumReal - otherSumReal;
		imaginary[at + 2] = sumImaginary - otherSumImaginary;
		real[at + 3] = differenceReal - turnedReal;
		imaginary[at + 3] = differenceImaginary - turnedImaginary;
	}
}

function one(real: Float64Array, imaginary: Float64Array, span: number, turns: Float64Array): void {
	for (let start = 0; start < real.length; start += 2 * span)
		for (let at = 0; at < span; at++) {
			const upper = start + at;
			const lower = upper + span;
			const cosine = turns[2 * at]!;
			const sine = turns[2 * at + 1]!;
			const lowerReal = real[lower]! * cosine + imaginary[lower]! * sine;
			const lowerImaginary = imaginary[lower]! * cosine - real[lower]! * sine;
			real[lower] = real[upper]! - lowerReal;
			imaginary[lower] = imaginary[upper]! - lowerImaginary;
			real[upper] = real[upper]! + lowerReal;
			imaginary[upper] = imaginary[upper]! + lowerImaginary;
		}
}

/** The level of `span` and the next one: four numbers that meet only each other in both. */
function two(real: Float64Array, imaginary: Float64Array, span: number, turns: Float64Array): void {
	for (let start = 0; start < real.length; start += 4 * span)
		for (let at = 0; at < span; at++) {
			const a = start + at;
			const b = a + span;
			const c = b + span;
			const d = c + span;
			const cosine = turns[6 * at]!;
			const sine = turns[6 * at + 1]!;
			const bReal = real[b]! * cosine + imaginary[b]! * sine;
			const bImaginary = imaginary[b]! * cosine - real[b]! * sine;
			const dReal = real[d]! * cosine + imaginary[d]! * sine;
			const dImaginary = imaginary[d]! * cosine - real[d]! * sine;
			const aSumReal = real[a]! + bReal;
			const aSumImaginary = imaginary[a]! + bImaginary;
			const aRestReal = real[a]! - bReal;
			const aRestImaginary = imaginary[a]! - bImaginary;
			const cSumReal = real[c]! + dReal;
			const cSumImaginary = imaginary[c]! + dImaginary;
			const cRestReal = real[c]! - dReal;
			const cRestImaginary = imaginary[c]! - dImaginary;
			const sumCosine = turns[6 * at + 2]!;
			const sumSine = turns[6 * at + 3]!;
			const restCosine = turns[6 * at + 4]!;
			const restSine = turns[6 * at + 5]!;
			const cReal = cSumReal * sumCosine + cSumImaginary * sumSine;
			const cImaginary = cSumImaginary * sumCosine - cSumReal * sumSine;
			const eReal = cRestReal * restCosine + cRestImaginary * restSine;
			const eImaginary = cRestImaginary * restCosine - cRestReal * restSine;
			real[a] = aSumReal + cReal;
			imaginary[a] = aSumImaginary + cImaginary;
			real[c] = aSumReal - cReal;
			imaginary[c] = aSumImaginary - cImaginary;
			real[b] = aRestReal + eReal;
			imaginary[b] = aRestImaginary + eImaginary;
			real[d] = aRestReal - eReal;
			imaginary[d] = aRestImaginary - eImaginary;
		}
}
