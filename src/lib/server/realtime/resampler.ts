// From one sample rate to another without folding tones over: a polyphase FIR filter (windowed sinc, Kaiser), for any two whole rates.
// 48 to 16 kHz takes 175 multiplications a sample and delays by 1.8 ms. A stream of its own: what one push leaves over the next one takes up.

export interface Resampler {
	/** Full scale is 1. Gives as many samples as the rate allows so far. */
	push(samples: Float32Array): Float32Array;
}

/** Half the filter's length, in periods of the lower rate: with the two below, 70 dB less of whatever would fold over. */
const PERIODS = 29;
/** Where the filter has fallen by half, of half the lower rate: it passes up to 85 % of it, and what is above all of it is gone. */
const CUTOFF = 0.925;
const KAISER_BETA = 7;

export function createResampler(fromHz: number, toHz: number): Resampler {
	if (fromHz === toHz) return { push: (samples) => samples };
	const divisor = greatestCommonDivisor(fromHz, toHz);
	const up = toHz / divisor;
	const down = fromHz / divisor;
	const filter = designFilter(up, down);
	const phaseLength = Math.ceil(filter.length / up);
	let past = new Float32Array(phaseLength - 1);
	/** Of the next sample out, in steps of 1/(fromHz × up), from the next sample in. */
	let position = 0;

	return {
		push(samples) {
			const all = new Float32Array(past.length + samples.length);
			all.set(past);
			all.set(samples, past.length);
			const count = Math.max(0, Math.ceil((samples.length * up - position) / down));
			const out = new Float32Array(count);
			for (let n = 0; n < count; n++) {
				const at = position + n * down;
				const newest = past.length + Math.floor(at / up);
				let sum = 0;
				for (let tap = at % up, i = newest; tap < filter.length; tap += up, i--)
					sum += (filter[tap] ?? 0) * (all[i] ?? 0);
				out[n] = sum;
			}
			position += count * down - samples.length * up;
			past = all.slice(all.length - past.length);
			return out;
		}
	};
}

function designFilter(up: number, down: number): Float32Array {
	const lower = Math.max(up, down);
	const half = PERIODS * lower;
	const filter = new Float32Array(2 * half + 1);
	for (let i = 0; i < filter.length; i++) {
		const x = i - half;
		const angle = (Math.PI * CUTOFF * x) / lower;
		const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
		const window = bessel(KAISER_BETA * Math.sqrt(1 - (x / half) ** 2)) / bessel(KAISER_BETA);
		filter[i] = (up * CUTOFF * sinc * window) / lower;
	}
	return filter;
}

/** The modified Bessel function of order zero. */
function bessel(x: number): number {
	let sum = 1;
	for (let term = 1, k = 1; term > sum * 1e-12; k++) {
		term *= (x / (2 * k)) ** 2;
		sum += term;
	}
	return sum;
}

const greatestCommonDivisor = (a: number, b: number): number =>
	b === 0 ? a : greatestCommonDivisor(b, a % b);
