// Whether the top of the wave was cut off: samples that stay at the take's own peak, whatever the peak is, because a clipped recording
// may have been turned down since. A lossy codec rounds the cut again: there, only what is beyond full scale tells.
const AT_PEAK = 0.9995;
const BEYOND = 1.001;
/** Samples in a row at the peak: a whole wave has one or two. */
const RUN = 3;

export class ClippingMeter {
	#peak = 0;
	#clipped = 0;
	#beyond = 0;
	#samples = 0;

	push(samples: Float32Array): void {
		let [run, last, peak, clipped, beyond] = [0, 0, this.#peak, this.#clipped, this.#beyond];
		// Below this a sample is neither at the peak nor beyond full scale: nearly all of them.
		let least = Math.min(BEYOND, peak * AT_PEAK);
		for (let at = 0; at < samples.length; at++) {
			const sample = samples[at] ?? 0;
			const size = sample < 0 ? -sample : sample;
			if (size < least) {
				run = 0;
				continue;
			}
			if (size > peak) {
				if (size > peak / AT_PEAK) clipped = 0;
				peak = size;
				least = Math.min(BEYOND, peak * AT_PEAK);
			}
			if (size >= BEYOND) beyond += 1;
			if (size >= peak * AT_PEAK && size > 0 && (run === 0 || sample === last)) {
				run += 1;
				if (run === RUN) clipped += RUN;
				else if (run > RUN) clipped += 1;
			} else run = 0;
			last = sample;
		}
		[this.#peak, this.#clipped, this.#beyond] = [peak, clipped, beyond];
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
