/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// Which notes an onset brings, roughly: what rises in the spectrum of keys, explained by one note's harmonics after another. No
// transcription, and shown to nobody as one: it is exact enough for averages of register, balance, length and overlap. Sources: Klapuri,
// "Multiple fundamental frequency estimation by summing harmonic amplitudes" (ISMIR 2006), for picking and taking away the strongest sum.
import { decibels, power } from '../signal/exact-math.ts';
import { KEYS, levelOf } from '../take/bands.ts';
import { FRAME_RATE, KEY_RATE } from '../take/take.ts';
import { powerOf } from './noise.ts';
import type { HeardTake } from './passage.ts';
import type { Onset } from './onsets.ts';

export interface Note {
	/** Key of the piano, 0..87. */
	key: number;
	/** Seconds from the take's first frame. */
	start: number;
	/** Amplitude of what it brings, in decibels relative to the take's loudness. */
	strength: number;
	/** Seconds until its own tone has fallen by 18 dB or was struck again; at most 4. */
	held: number;
	/** Decibels a second while it is held. */
	decay: number;
	/** Decibels by which its tone falls within a tenth of a second, at its end. */
	release: number;
}

/** Semitones above a note of its first harmonics, and what each counts for. */
const HARMONICS = [0, 12, 19, 24, 28, 31, 34, 36];
const WEIGHTS = HARMONICS.map((_, at) => 1 / (1 + 0.35 * at));
const MOST_NOTES = 5;
/** A note weaker than this share of the strongest one's amplitude is left out. */
const WEAKEST = 0.16;
const LONGEST_SECONDS = 4;
const FALLEN = 18;

export function notesOf(heard: HeardTake, onsets: readonly Onset[]): Note[][] {
	return onsets.map((onset) => notesAt(heard, onset.frame / FRAME_RATE));
}

function notesAt(heard: HeardTake, start: number): Note[] {
	const { take, loudness } = heard;
	const { keys, keyFrameCount } = take;
	// A frame of keys is 186 ms long: the one before ends, and the one after begins, about where the note does.
	const before = Math.max(0, Math.round((start - 0.075) * KEY_RATE));
	const after = Math.min(keyFrameCount - 1, Math.max(before + 2, Math.round((start + 0.085) * KEY_RATE)));
	if (after <= before) return [];
	const risen = new Float64Array(KEYS);
	for (let key = 0; key < KEYS; key++) {
		const was = Math.sqrt(powerOf(keys[before * KEYS + key]!));
		const is = Math.sqrt(powerOf(keys[after * KEYS + key]!));
		risen[key] = Math.max(0, is - was);
	}
	const scale = power(10, -loudness / 10);
	const notes: Note[] = [];
	let strongest = 0;
	for (let count = 0; count < MOST_NOTES; count++) {
		const { key, salience } = mostSalient(risen);
		if (salience <= 0 || salience < strongest * WEAKEST) break;
		strongest = Math.max(strongest, salience);
		const own = risen[key]!;
		takeAway(risen, key, own);
		notes.push({
			key,
			start,
			strength: decibels(salience * salience * scale, -60),
			...tail(heard, key, after)
		});
	}
	return notes;
}

function mostSalient(risen: Float64Array): { key: number; salience: number } {
	let best = { key: 0, salience: 0 };
	for (let key = 0; key < KEYS; key++) {
		// A note has a tone of its own; the lowest octave's fundamental is hardly there on any piano.
		if (key > 12 && risen[key]! <= 0) continue;
		let salience = 0;
		for (const [at, interval] of HARMONICS.entries()) salience += (risen[key + interval] ?? 0) * WEIGHTS[at]!;
		if (salience > best.salience) best = { key, salience };
	}
	return best;
}

/** Harmonics are at most as strong as their note's own tone, and fall off. */
function takeAway(risen: Float64Array, key: number, own: number): void {
	for (const [at, interval] of HARMONICS.entries()) {
		const there = key + interval;
		if (there >= KEYS) break;
		const expected = Math.max(own, (risen[key + 12] ?? 0) * 0.5) * WEIGHTS[at]!;
		risen[there] = at === 0 ? 0 : Math.max(0, risen[there]! - expected);
		// A tone between two keys shows in both.
		if (at === 0) for (const side of [key - 1, key + 1]) if (risen[side] !== undefined) risen[side] *= 0.3;
	}
}

function tail(heard: HeardTake, key: number, from: number): Pick<Note, 'held' | 'decay' | 'release'> {
	const { keys, keyFrameCount } = heard.take;
	const level = (frame: number) => levelOf(keys[frame * KEYS + key]!);
	const top = level(from);
	let [least, at, release] = [top, from + 1, 0];
	const end = Math.min(keyFrameCount, from + Math.round(LONGEST_SECONDS * KEY_RATE));
	for (; at < end; at++) {
		const now = level(at);
		// Struck again.
		if (now > least + 6) break;
		least = Math.min(least, now);
		release = Math.max(release, level(Math.max(from, at - 2)) - now);
		if (now < top - FALLEN) break;
	}
	const held = (at - from) / KEY_RATE;
	return { held, decay: (least - top) / Math.max(0.1, held), release };
}
