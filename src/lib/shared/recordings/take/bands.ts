// How a spectrum is reduced: to bands for what happens in time, to semitones for what sounds. Levels are kept in half decibels, one byte
// each, from -120 dB below full scale: half an hour of playing then fits in 16 MB, and no later step needs finer.
import { cosineOfTurns, decibels, power } from '../signal/exact-math.ts';
import { SAMPLE_RATE } from '../signal/resampler.ts';

export const LOWEST_LEVEL = -120;
const STEPS_PER_DECIBEL = 2;

export const levelOf = (byte: number): number => LOWEST_LEVEL + byte / STEPS_PER_DECIBEL;

export function byteOf(power: number): number {
	const steps = (decibels(power, LOWEST_LEVEL) - LOWEST_LEVEL) * STEPS_PER_DECIBEL + 0.5;
	return steps >= 255 ? 255 : Math.floor(steps);
}

/** Bands to the octave, as far as bins of 21.5 Hz can tell them apart. */
const BANDS_PER_OCTAVE = 8;
/** Above this no feature looks: rates, codecs and resamplers differ there. */
const HIGHEST_HERTZ = 9_800;

/** First bins of the bands, and the bin behind the last one, for a spectrum of `size` samples. */
export function bandEdges(size: number): Uint16Array {
	const hertzPerBin = SAMPLE_RATE / size;
	const step = power(2, 1 / BANDS_PER_OCTAVE);
	const last = Math.floor(HIGHEST_HERTZ / hertzPerBin);
	const edges = [1];
	let edge = 1;
	while (edge < last) {
		edge = Math.min(last, Math.max(edge + 1, Math.floor(edge * step + 0.5)));
		edges.push(edge);
	}
	return Uint16Array.from(edges);
}

/** The piano's keys, as MIDI numbers. */
export const LOWEST_KEY = 21;
export const KEYS = 88;

export const hertzOfKey = (key: number): number => 440 * power(2, (key - 69) / 12);

/** The weight of a frequency in loudness: ITU-R BS.1770-4, both filters, as a factor of power. */
export function loudnessWeight(hertz: number): number {
	const turns = hertz / 48_000;
	const shelf = response(
		turns,
		[1.53512485958697, -2.69169618940638, 1.19839281085285],
		[1, -1.69065929318241, 0.73248077421585]
	);
	return shelf * response(turns, [1, -2, 1], [1, -1.99004745483398, 0.99007225036621]);
}

type Taps = readonly [number, number, number];

function response(turns: number, above: Taps, below: Taps): number {
	const size = ([a, b, c]: Taps) =>
		a * a + b * b + c * c + 2 * (a * b + b * c) * cosineOfTurns(turns) + 2 * a * c * cosineOfTurns(2 * turns);
	return size(above) / size(below);
}
