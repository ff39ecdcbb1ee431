// Which tone sounds when: a sliding Fourier sum over the 32 tones, in steps of 4 ms over a window of 24 ms. Indifferent to level; what is
// not mostly one tone is none. Costs about 2 ms of a second of sound, silence next to nothing.
import { periodOf, sineOf, TONE_MULTIPLES } from './tone-speech.ts';

export const STEP_MS = 4;
const WINDOW_STEPS = 6;
const TONES = TONE_MULTIPLES.length;
/** Of the energy of the window. Where one tone follows another each has a quarter. */
const LEAST_SHARE = 0.3;
/** Mean square, of samples within -1..1: -76 dBFS. */
const SILENT = 2.5e-8;

export interface ToneDetector {
	/** Calls back once for each step that is complete: -1 for no tone. `tone`: index in TONE_MULTIPLES. */
	push(samples: Int16Array): void;
	reset(): void;
}

export function createToneDetector(
	sampleRate: number,
	onStep: (tone: number, share: number) => void
): ToneDetector {
	const stepSamples = (sampleRate * STEP_MS) / 1_000;
	const period = periodOf(sampleRate);
	const sine = sineOf(sampleRate);
	const quarter = period / 4;
	const step = new Float64Array(stepSamples);
	const re = Array.from({ length: WINDOW_STEPS }, () => new Float64Array(TONES));
	const im = Array.from({ length: WINDOW_STEPS }, () => new Float64Array(TONES));
	const energy = new Float64Array(WINDOW_STEPS);
	let filled = 0;
	let phase = 0;
	let slot = 0;

	function endStep() {
		let sum = 0;
		for (const sample of step) sum += sample * sample;
		energy[slot] = sum;
		const isSilent = sum / stepSamples < SILENT;
		for (let tone = 0; tone < TONES; tone++) {
			let real = 0;
			let imaginary = 0;
			if (!isSilent) {
				const multiple = TONE_MULTIPLES[tone] ?? 0;
				let at = (multiple * phase) % period;
				for (let index = 0; index < stepSamples; index++) {
					const sample = step[index] ?? 0;
					imaginary += sample * (sine[at] ?? 0);
					real += sample * (sine[at + quarter < period ? at + quarter : at + quarter - period] ?? 0);
					at += multiple;
					if (at >= period) at -= period;
				}
			}
			(re[slot] as Float64Array)[tone] = real;
			(im[slot] as Float64Array)[tone] = imaginary;
		}
		phase = (phase + stepSamples) % period;
		slot = (slot + 1) % WINDOW_STEPS;
		filled = 0;
		judge();
	}

	function judge() {
		let whole = 0;
		for (const part of energy) whole += part;
		const windowSamples = stepSamples * WINDOW_STEPS;
		let best = -1;
		let bestPower = 0;
		if (whole / windowSamples >= SILENT)
			for (let tone = 0; tone < TONES; tone++) {
				let real = 0;
				let imaginary = 0;
				for (let part = 0; part < WINDOW_STEPS; part++) {
					real += re[part]?.[tone] ?? 0;
					imaginary += im[part]?.[tone] ?? 0;
				}
				const power = real * real + imaginary * imaginary;
				if (power > bestPower) {
					bestPower = power;
					best = tone;
				}
			}
		const share = best < 0 ? 0 : (2 * bestPower) / (windowSamples * whole);
		onStep(share >= LEAST_SHARE ? best : -1, share);
	}

	return {
		push(samples) {
			for (const sample of samples) {
				step[filled++] = sample / 32_768;
				if (filled === stepSamples) endStep();
			}
		},
		reset() {
			for (const part of [...re, ...im, energy]) part.fill(0);
			filled = 0;
		}
	};
}
