/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// The power spectrum of a windowed frame of real samples: a radix-2 transform of half the length over the samples taken in pairs
// (Cooley and Tukey 1965; the pairing is in any textbook), with tables from exact-math.ts so that its bits do not depend on the engine.
import { cosineOfTurns, sineOfTurns } from './exact-math.ts';

export class PowerSpectrum {
	/** Bins 0..size/2; after `compute` a full-scale sine in the middle of a bin has power 1. */
	readonly power: Float64Array;
	readonly #half: number;
	readonly #window: Float64Array;
	readonly #real: Float64Array;
	readonly #imaginary: Float64Array;
	readonly #cosines: Float64Array;
	readonly #sines: Float64Array;
	readonly #order: Uint32Array;

	/** `size` is a power of two; frames get a Hann window. */
	constructor(readonly size: number) {
		const half = size / 2;
		this.#half = half;
		this.power = new Float64Array(half + 1);
		this.#real = new Float64Array(half);
		this.#imaginary = new Float64Array(half);
		this.#cosines = Float64Array.from({ length: half }, (_, at) => cosineOfTurns(at / size));
		this.#sines = Float64Array.from({ length: half }, (_, at) => sineOfTurns(at / size));
		// A Hann window's mean is 1/2: its sum makes a full-scale sine 1 when the power is doubled for the mirrored half.
		this.#window = Float64Array.from(
			{ length: size },
			(_, at) => ((0.5 - 0.5 * cosineOfTurns(at / size)) * 4) / size
		);
		this.#order = new Uint32Array(half);
		for (let at = 1; at < half; at++)
			this.#order[at] = ((this.#order[at >> 1] ?? 0) >> 1) | (at & 1 ? half >> 1 : 0);
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
		this.#transform(real, imaginary);
		const { power } = this;
		const [cosines, sines] = [this.#cosines, this.#sines];
		for (let bin = 0; bin <= half; bin++) {
			const low = bin === half ? 0 : bin;
			const high = bin === 0 ? 0 : half - bin;
			// The transforms of the even and of the odd samples, taken apart by their symmetry.
			const evenReal = (real[low]! + real[high]!) / 2;
			const evenImaginary = (imaginary[low]! - imaginary[high]!) / 2;
			const oddReal = (imaginary[low]! + imaginary[high]!) / 2;
			const oddImaginary = (real[high]! - real[low]!) / 2;
			const cosine = bin === half ? -1 : cosines[bin]!;
			const sine = bin === half ? 0 : sines[bin]!;
			const sumReal = evenReal + oddReal * cosine + oddImaginary * sine;
			const sumImaginary = evenImaginary + oddImaginary * cosine - oddReal * sine;
			power[bin] = sumReal * sumReal + sumImaginary * sumImaginary;
		}
	}

	#transform(real: Float64Array, imaginary: Float64Array): void {
		const half = this.#half;
		const [cosines, sines] = [this.#cosines, this.#sines];
		for (let span = 1; span < half; span *= 2) {
			// The tables turn once in `size` steps; a butterfly of this span turns once in 2 * span.
			const stride = half / span;
			for (let start = 0; start < half; start += 2 * span) {
				for (let at = 0, turn = 0; at < span; at++, turn += stride) {
					const upper = start + at;
					const lower = upper + span;
					const cosine = cosines[turn]!;
					const sine = sines[turn]!;
					const lowerReal = real[lower]! * cosine + imaginary[lower]! * sine;
					const lowerImaginary = imaginary[lower]! * cosine - real[lower]! * sine;
					real[lower] = real[upper]! - lowerReal;
					imaginary[lower] = imaginary[upper]! - lowerImaginary;
					real[upper] = real[upper]! + lowerReal;
					imaginary[upper] = imaginary[upper]! + lowerImaginary;
				}
			}
		}
	}
}
