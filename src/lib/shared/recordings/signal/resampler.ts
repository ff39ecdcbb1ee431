/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// Samples at any rate to 22.05 kHz, in chunks of any size, with the same result however they are cut: a windowed sinc (Kaiser, about
// 70 dB), taken at the phases of the ratio (Smith, "Digital Audio Resampling Home Page"; Oppenheim and Schafer for the window).
// A rate that is 22.05 kHz already passes through untouched.
import { sineOfTurns } from './exact-math.ts';

export const SAMPLE_RATE = 22_050;
/** Zero crossings of the sinc on either side, at the slower of the two rates. */
const CROSSINGS = 16;
/** Where the pass band ends, as a share of the slower rate's half. */
const CUTOFF = 0.92;
const KAISER_BETA = 7;
/** Ratios of more phases than this (rates like 44,099) interpolate between this many. */
const MOST_PHASES = 640;

export class Resampler {
	readonly #up: number;
	readonly #down: number;
	readonly #taps: number;
	readonly #phases: number;
	/** Single precision, held as doubles: the innermost loop then converts nothing. */
	readonly #table: Float64Array;
	/** What was pushed and may still be needed; begins with silence, so that output 0 is input 0. */
	#history: Float64Array;
	#held: number;
	#output = new Float32Array(0);
	/** Where the next output lies: input sample `#index` of the history, plus `#fraction`/up. */
	#index = 0;
	#fraction = 0;

	constructor(inputRate: number) {
		const divisor = greatestCommonDivisor(inputRate, SAMPLE_RATE);
		this.#up = SAMPLE_RATE / divisor;
		this.#down = inputRate / divisor;
		const slower = Math.min(1, SAMPLE_RATE / inputRate);
		const reach = Math.ceil(CROSSINGS / slower);
		this.#taps = 2 * reach;
		this.#phases = Math.min(this.#up, MOST_PHASES);
		this.#table = Float64Array.from(sincTable(this.#phases, reach, slower * CUTOFF));
		this.#history = new Float64Array(4 * this.#taps);
		this.#held = reach - 1;
	}

	/** The output that the samples so far decide; good until the next call. */
	push(samples: Float32Array): Float32Array {
		if (this.#up === this.#down) return samples;
		this.#keep(samples);
		return this.#produce();
	}

	/** What is left, with silence behind the last sample. */
	finish(): Float32Array {
		if (this.#up === this.#down) return new Float32Array(0);
		this.#keep(new Float32Array(this.#taps / 2));
		return this.#produce();
	}

	#keep(samples: Float32Array): void {
		const used = this.#index;
		const left = this.#held - used;
		if (left + samples.length > this.#history.length) {
			const larger = new Float64Array(left + samples.length + this.#taps);
			larger.set(this.#history.subarray(used, this.#held));
			this.#history = larger;
		} else this.#history.copyWithin(0, used, this.#held);
		this.#history.set(samples, left);
		this.#held = left + samples.length;
		this.#index = 0;
	}

	#produce(): Float32Array {
		const [taps, phases, up, down, table, history] = [
			this.#taps,
			this.#phases,
			this.#up,
			this.#down,
			this.#table,
			this.#history
		];
		const room = this.#held - taps - this.#index;
		const most = room < 0 ? 0 : Math.floor(((room + 1) * up) / down) + 1;
		if (this.#output.length < most) this.#output = new Float32Array(most);
		const output = this.#output;
		let written = 0;
		// Fields of a class are slow in a loop this hot.
		let [index, fraction] = [this.#index, this.#fraction];
		const last = this.#held - taps;
		if (phases === up) {
			// Four outputs side by side: each is the same sum in the same order, and no sum waits for another.
			const wholes = Math.floor(down / up);
			const rest = down - wholes * up;
			const four = new Int32Array(8);
			for (;;) {
				let [at, part] = [index, fraction];
				for (let each = 0; each < 4; each++) {
					four[each] = at;
					four[each + 4] = part * taps;
					at += wholes;
					part += rest;
					if (part >= up) {
						part -= up;
						at += 1;
					}
				}
				if (four[3]! > last) break;
				const [a, b, c, d] = [four[0]!, four[1]!, four[2]!, four[3]!];
				const [rowA, rowB, rowC, rowD] = [four[4]!, four[5]!, four[6]!, four[7]!];
				let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
				if (up === 1)
					for (let tap = 0; tap < taps; tap++) {
						const weight = table[tap]!;
						sumA += history[a + tap]! * weight;
						sumB += history[b + tap]! * weight;
						sumC += history[c + tap]! * weight;
						sumD += history[d + tap]! * weight;
					}
				else
					for (let tap = 0; tap < taps; tap++) {
						sumA += history[a + tap]! * table[rowA + tap]!;
						sumB += history[b + tap]! * table[rowB + tap]!;
						sumC += history[c + tap]! * table[rowC + tap]!;
						sumD += history[d + tap]! * table[rowD + tap]!;
					}
				output[written++] = sumA;
				output[written++] = sumB;
				output[written++] = sumC;
				output[written++] = sumD;
				index = at;
				fraction = part;
			}
		}
		while (index <= last) {
			const position = (fraction * phases) / up;
			const phase = Math.floor(position);
			const between = position - phase;
			let sum = 0;
			const row = phase * taps;
			if (between === 0)
				for (let tap = 0; tap < taps; tap++) sum += history[index + tap]! * table[row + tap]!;
			else
				for (let tap = 0; tap < taps; tap++)
					sum +=
						history[index + tap]! * (table[row + tap]! * (1 - between) + table[row + taps + tap]! * between);
			output[written++] = sum;
			fraction += down;
			const whole = Math.floor(fraction / up);
			fraction -= whole * up;
			index += whole;
		}
		this.#index = index;
		this.#fraction = fraction;
		return output.subarray(0, written);
	}
}

/** Rows of weights, one for each phase and one more (the first, a sample later) to interpolate towards. */
function sincTable(phases: number, reach: number, cutoff: number): Float32Array {
	const taps = 2 * reach;
	const table = new Float32Array((phases + 1) * taps);
	for (let phase = 0; phase <= phases; phase++) {
		let total = 0;
		for (let tap = 0; tap < taps; tap++) {
			const distance = tap - (reach - 1) - phase / phases;
			const weight = sinc(distance * cutoff) * kaiser(distance / reach);
			table[phase * taps + tap] = weight;
			total += weight;
		}
		// The same gain in every phase, or a constant would come out with a ripple.
		for (let tap = 0; tap < taps; tap++) table[phase * taps + tap]! /= total;
	}
	return table;
}

const sinc = (x: number): number => (x === 0 ? 1 : sineOfTurns(x / 2) / (Math.PI * x));

const kaiser = (x: number): number =>
	x * x >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);

function besselI0(x: number): number {
	let [sum, term] = [1, 1];
	for (let k = 1; k < 40; k++) {
		term *= (x / (2 * k)) * (x / (2 * k));
		sum += term;
	}
	return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
	return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
