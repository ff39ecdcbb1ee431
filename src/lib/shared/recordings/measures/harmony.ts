/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// What sounds together: register, density, harmony, and how much of the old sound stays under the new (the pedal). Sources: Fujishima
// (ICMC 1999) for chroma; Krumhansl, "Cognitive foundations of musical pitch" (1990) for the profiles of major and minor; Liang, Fazekas
// and Sandler, "Piano sustain-pedal detection" (IEEE/ACM TASLP 2019) for the sound that outlives its notes as the mark of the pedal.
import { KEYS } from '../take/bands.ts';
import { FRAME_RATE, KEY_RATE } from '../take/take.ts';
import type { Note } from './notes.ts';
import { powerOf } from './noise.ts';
import { framesOf, type HeardTake, type Passage } from './passage.ts';
import { correlation, deviation, evenness, mean, quantiles } from './statistics.ts';

const MAJOR = [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88];
const MINOR = [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17];
/** Keys this far below the strongest of their frame are not counted as sounding. */
const SOUNDING = 24;
/** Decibels in a fifth of a second: faster than any string falls by itself. */
const CLEARED = -7;

export function harmony({ heard, from, to, onsets }: Passage): Record<string, number> {
	const { keys, keyFrameCount } = heard.take;
	const first = Math.floor((from / FRAME_RATE) * KEY_RATE);
	const last = Math.min(keyFrameCount, Math.ceil((to / FRAME_RATE) * KEY_RATE));
	const chroma = new Float64Array(12);
	const registers: number[] = [];
	const lows: number[] = [];
	const highs: number[] = [];
	const counts: number[] = [];
	const purities: number[] = [];
	const changes: number[] = [];
	const valleys: number[] = [];
	let previous: Float64Array | null = null;
	for (let frame = first; frame < last; frame++) {
		const peaks = soundingKeys(keys, frame);
		if (peaks.length === 0) continue;
		const here = new Float64Array(12);
		let [sum, weighted] = [0, 0];
		for (const key of peaks) {
			const amplitude = Math.sqrt(powerOf(keys[frame * KEYS + key]!));
			here[(key + 9) % 12]! += amplitude;
			sum += amplitude;
			weighted += amplitude * key;
		}
		for (let at = 0; at < 12; at++) {
			here[at]! /= sum;
			chroma[at]! += here[at]!;
		}
		registers.push(weighted / sum);
		lows.push(peaks[0]!);
		highs.push(peaks.at(-1)!);
		counts.push(peaks.length);
		valleys.push(valleyOf(keys, frame, peaks));
		purities.push(evenness(here));
		if (previous !== null) changes.push(1 - correlation(previous, here));
		previous = here;
	}
	return {
		register: mean(registers),
		registerSpread: deviation(registers),
		lowest: mean(lows),
		highest: mean(highs),
		span: mean(highs) - mean(lows),
		soundingKeys: mean(counts),
		soundingSpread: deviation(counts),
		chromaEvenness: mean(purities),
		chromaEvennessSpread: deviation(purities),
		chromaChange: mean(changes),
		chromaChangeSpread: deviation(changes),
		takeChromaEvenness: evenness(chroma),
		...mode(chroma),
		...intervalClasses(chroma),
		...blurOf(
			heard,
			onsets.map(({ frame }) => frame / FRAME_RATE)
		),
		...dampingOf(keys, first, last),
		valley: mean(valleys),
		valleySpread: deviation(valleys)
	};
}

/** Keys that stand above both neighbours and are near the strongest, low to high. */
function soundingKeys(keys: Uint8Array, frame: number): number[] {
	const from = frame * KEYS;
	let most = 0;
	for (let key = 0; key < KEYS; key++) most = Math.max(most, keys[from + key]!);
	// Below -90 dB nothing is told apart.
	if (most < 60) return [];
	const found: number[] = [];
	for (let key = 0; key < KEYS; key++) {
		const level = keys[from + key]!;
		if (level < most - 2 * SOUNDING) continue;
		const below = key === 0 ? 0 : keys[from + key - 1]!;
		const above = key === KEYS - 1 ? 0 : keys[from + key + 1]!;
		if (level >= below && level > above) found.push(key);
	}
	return found;
}

function mode(chroma: Float64Array): Record<string, number> {
	let [major, minor] = [-1, -1];
	for (let tonic = 0; tonic < 12; tonic++) {
		const turned = Array.from({ length: 12 }, (_, at) => chroma[(at + tonic) % 12]!);
		major = Math.max(major, correlation(turned, MAJOR));
		minor = Math.max(minor, correlation(turned, MINOR));
	}
	return { major, minor, majorOverMinor: major - minor };
}

/** How much each interval class is there, whatever the key. */
function intervalClasses(chroma: Float64Array): Record<string, number> {
	let total = 1e-30;
	for (const value of chroma) total += value;
	const shares = chroma.map((value) => value / total);
	return Object.fromEntries(
		[1, 2, 3, 4, 5, 6].map((interval) => {
			let sum = 0;
			for (let at = 0; at < 12; at++) sum += shares[at]! * shares[(at + interval) % 12]!;
			return [`intervals${String(interval)}`, sum];
		})
	);
}

/** How far the keys between the lowest and the highest that sound lie below those that do, in decibels: a pedal fills the gaps. */
function valleyOf(keys: Uint8Array, frame: number, peaks: readonly number[]): number {
	const from = frame * KEYS;
	let [sum, count] = [0, 0];
	for (let key = peaks[0]!; key <= peaks.at(-1)!; key++) {
		sum += keys[from + key]!;
		count += 1;
	}
	const tops = mean(peaks.map((key) => keys[from + key]!));
	return (sum / count - tops) / 2;
}

/**
 * By how many decibels the strongest keys before an onset have fallen 0.2 s behind it, where the onset does not strike them again:
 * near 0 with the pedal down, 10 and more with the dampers on the strings.
 */
function blurOf(heard: HeardTake, starts: readonly number[]): Record<string, number> {
	const { keys, keyFrameCount } = heard.take;
	const falls: number[] = [];
	for (const start of starts) {
		const before = Math.round((start - 0.08) * KEY_RATE);
		const after = Math.round((start + 0.22) * KEY_RATE);
		if (before < 0 || after >= keyFrameCount) continue;
		const fall = fallOf(keys, before, after);
		if (fall !== null) falls.push(fall);
	}
	const [low = 0, middle = 0, high = 0] = quantiles(falls, [0.15, 0.5, 0.85]);
	return {
		blur: mean(falls),
		blurSpread: deviation(falls),
		blurLow: low,
		blurMiddle: middle,
		blurHigh: high,
		// A change of pedal takes the old harmony away at once.
		clearedShare: falls.filter((fall) => fall < CLEARED).length / Math.max(1, falls.length)
	};
}

/** How suddenly what sounds is taken away, at onsets or between them: dampers fall on keys let go, and all at once on a pedal let go. */
function dampingOf(keys: Uint8Array, first: number, last: number): Record<string, number> {
	const falls: number[] = [];
	let [events, isFalling] = [0, false];
	for (let frame = first; frame + 3 < last; frame++) {
		const fall = fallOf(keys, frame, frame + 3);
		if (fall === null) continue;
		falls.push(fall);
		const isNow = fall < CLEARED;
		if (isNow && !isFalling) events += 1;
		isFalling = isNow;
	}
	const [low = 0, middle = 0, high = 0] = quantiles(falls, [0.1, 0.5, 0.9]);
	return {
		damping: mean(falls),
		dampingSpread: deviation(falls),
		dampingLow: low,
		dampingMiddle: middle,
		dampingHigh: high,
		dampedShare: falls.filter((fall) => fall < CLEARED).length / Math.max(1, falls.length),
		dampingRate: (events * KEY_RATE) / Math.max(1, last - first)
	};
}

/** Decibels in six or so of the strongest keys of one frame that do not grow towards another; null where too few are left. */
function fallOf(keys: Uint8Array, before: number, after: number): number | null {
	const old = soundingKeys(keys, before)
		.sort((a, b) => keys[before * KEYS + b]! - keys[before * KEYS + a]! || a - b)
		.slice(0, 6);
	const falls = old
		.map((key) => (keys[after * KEYS + key]! - keys[before * KEYS + key]!) / 2)
		.filter((change) => change < 1.5);
	return falls.length < 2 ? null : Math.max(-30, mean(falls));
}

/** What the notes of a passage have in common: register, balance of the hands, touch, length and overlap. */
export function noteFeatures(chords: readonly (readonly Note[])[], passage: Passage): Record<string, number> {
	const notes = chords.flat();
	const tops = chords.flatMap((chord) => highestOf(chord));
	const basses = chords.flatMap((chord) => (chord.length > 1 ? lowestOf(chord) : []));
	const strengths = notes.map(({ strength }) => strength);
	const held = notes.map((note) => note.held);
	const overlaps = chords.slice(0, -1).flatMap((chord, at) => {
		const next = chords[at + 1]?.[0]?.start;
		return next === undefined
			? []
			: chord.map((note) => Math.min(4, note.held / Math.max(0.06, next - note.start)));
	});
	const leaps = tops.slice(1).map((note, at) => Math.abs(note.key - (tops[at]?.key ?? note.key)));
	const melody = tops.map(({ strength }) => strength);
	const seconds = Math.max(0.5, (passage.to - passage.from) / framesOf(1));
	return {
		noteRate: notes.length / seconds,
		chordSize: notes.length / Math.max(1, chords.length),
		...spreadOf(
			'noteKey',
			notes.map(({ key }) => key)
		),
		...spreadOf(
			'topKey',
			tops.map(({ key }) => key)
		),
		...spreadOf('noteStrength', strengths),
		...spreadOf('topStrength', melody),
		topOverBass: mean(melody) - mean(basses.map(({ strength }) => strength)),
		topSteps: mean(melody.slice(1).map((value, at) => Math.abs(value - (melody[at] ?? 0)))),
		leap: mean(leaps),
		...spreadOf('held', held),
		...spreadOf('overlap', overlaps),
		...spreadOf(
			'noteDecay',
			notes.map(({ decay }) => decay)
		),
		...spreadOf(
			'release',
			notes.map(({ release }) => release)
		),
		strengthWithKey: correlation(
			strengths,
			notes.map(({ key }) => key)
		)
	};
}

const highestOf = (chord: readonly Note[]): readonly Note[] =>
	chord.length === 0 ? [] : [chord.reduce((best, note) => (note.key > best.key ? note : best))];
const lowestOf = (chord: readonly Note[]): readonly Note[] =>
	chord.length === 0 ? [] : [chord.reduce((best, note) => (note.key < best.key ? note : best))];

function spreadOf(name: string, list: readonly number[]): Record<string, number> {
	const [low = 0, middle = 0, high = 0] = quantiles(list, [0.15, 0.5, 0.85]);
	return {
		[`${name}Mean`]: mean(list),
		[`${name}Spread`]: deviation(list),
		[`${name}Low`]: low,
		[`${name}Middle`]: middle,
		[`${name}High`]: high
	};
}
