// Samples of a higher rate to a lower one, in pieces of any size: a windowed sinc (Blackman, 16 zero crossings), good enough for speech to
// be understood. Only for browsers that do not do it themselves.

const CROSSINGS = 8;

export class RateChange {
	readonly #step: number;
	readonly #reach: number;
	/** What may still be needed, and where its first sample lies in the stream. */
	#history = new Float32Array(0);
	#start = 0;
	/** Place of the next output in the stream of the input. */
	#at = 0;

	constructor(from: number, to: number) {
		this.#step = from / to;
		this.#reach = Math.ceil(CROSSINGS * this.#step);
	}

	push(samples: Float32Array): Float32Array {
		const all = new Float32Array(this.#history.length + samples.length);
		all.set(this.#history);
		all.set(samples, this.#history.length);
		const out: number[] = [];
		while (this.#at + this.#reach < this.#start + all.length) {
			out.push(this.#valueAt(all, this.#at - this.#start));
			this.#at += this.#step;
		}
		const keepFrom = Math.max(0, Math.floor(this.#at) - this.#reach - this.#start);
		this.#history = all.slice(keepFrom);
		this.#start += keepFrom;
		return Float32Array.from(out);
	}

	#valueAt(samples: Float32Array, at: number): number {
		const first = Math.max(0, Math.ceil(at - this.#reach));
		let sum = 0;
		for (let i = first; i <= at + this.#reach; i++) {
			const x = (i - at) / this.#step;
			const window =
				0.42 + 0.5 * Math.cos((Math.PI * x) / CROSSINGS) + 0.08 * Math.cos((2 * Math.PI * x) / CROSSINGS);
			const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
			if (Math.abs(x) < CROSSINGS) sum += (samples[i] ?? 0) * sinc * window;
		}
		return sum / this.#step;
	}
}
