// The way from the loudspeaker to the microphone: a delay, a room of a few reflections that die away, and what a canceller leaves of it.
// Takes what was really played, sample by sample, so that an echo stops (a delay later) when the sound is paused.
import { RATE } from './formant-voice.ts';

export interface RoomOptions {
	/** Of the echo against what is played, dB; what the canceller leaves. */
	echoLevel: number;
	delayMs: number;
	/** To die away by 60 dB, ms. */
	reverberationMs: number;
	/**
	 * How a canceller leaves an echo. `none`: it does not work, all of it comes. `linear`: evenly less. `bursts`: it is gone but for moments in
	 * which the canceller has lost the way (15 dB more for 60 to 200 ms, about once in two seconds), and more during its first second (10 dB).
	 */
	residual: 'none' | 'linear' | 'bursts';
}

const TAPS = 14;

/** Call once for each sample in order, with what the loudspeaker plays then. */
export function createEcho(options: RoomOptions, random: () => number): (played: number) => number {
	const delay = Math.round((options.delayMs / 1_000) * RATE);
	const reach = Math.round((options.reverberationMs / 1_000) * RATE);
	const taps = Array.from({ length: TAPS }, (_, i) => {
		const after = i === 0 ? 0 : Math.round(reach * 0.6 * random());
		const strength = i === 0 ? 1 : (random() * 2 - 1) * 0.7 * 10 ** ((-3 * after) / reach);
		return { after: delay + after, strength };
	});
	const power = taps.reduce((sum, { strength }) => sum + strength * strength, 0);
	const base = 10 ** (options.echoLevel / 20) / Math.sqrt(power);
	const size = 1 << Math.ceil(Math.log2(delay + reach + 2));
	const ring = new Float32Array(size);
	let now = 0;
	let gain = base;
	let burstUntil = 0;
	let nextBurst = Math.round(RATE * 2 * random());
	const ramp = 1 - Math.exp(-1 / (0.005 * RATE));
	let smooth = base;
	return (played) => {
		ring[now & (size - 1)] = played;
		let sum = 0;
		for (const { after, strength } of taps) sum += (ring[(now - after) & (size - 1)] ?? 0) * strength;
		if (options.residual === 'bursts') {
			if (now >= nextBurst) {
				burstUntil = now + Math.round((0.06 + 0.14 * random()) * RATE);
				nextBurst = now + Math.round((0.5 + 3 * random()) * RATE);
			}
			const converging = now < RATE ? 10 * (1 - now / RATE) : 0;
			gain = base * 10 ** ((now < burstUntil ? 15 : converging) / 20);
		}
		smooth += (gain - smooth) * ramp;
		now++;
		return sum * smooth;
	};
}
