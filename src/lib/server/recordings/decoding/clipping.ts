// Whether the top of the wave was cut off: samples that stay at the take's own peak, whatever the peak is, because a clipped recording
// may have been turned down since. A lossy codec rounds the cut again: there, only what is beyond full scale tells.
const AT_PEAK = 0.9995;
/** Samples in a row at the peak: a whole wave has one or two. */
const RUN = 3;

export class ClippingMeter {
	#peak = 0;
	#clipped = 0;
	#beyond = 0;
	#samples = 0;

	push(samples: Float32Array): void {
		let run = 0;
		let last = 0;
		for (const sample of samples) {
			const size = sample < 0 ? -sample : sample;
			if (size > this.#peak) {
				if (size > this.#peak / AT_PEAK) this.#clipped = 0;
				this.#peak = size;
			}
			if (size >= 1.001) this.#beyond += 1;
			if (size >= this.#peak * AT_PEAK && size > 0 && (run === 0 || sample === last)) {
				run += 1;
				if (run === RUN) this.#clipped += RUN;
				else if (run > RUN) this.#clipped += 1;
			} else run = 0;
			last = sample;
		}
		this.#samples += samples.length;
	}

	/** Share of all samples, 0..1. */
	share(): number {
		return this.#samples === 0 ? 0 : Math.max(this.#clipped, this.#beyond) / this.#samples;
	}

	/** The largest sample: 1 is full scale. */
	peak(): number {
		return this.#peak;
	}
}
