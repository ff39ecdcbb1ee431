// A stretch of a take with what its features are computed from. Every level in it is relative to the whole take's loudness.
import { FRAME_RATE, type Take } from '../take/take.ts';
import { frameLoudness, gatedLoudness } from './loudness.ts';
import { noiseFloor, signalToNoise } from './noise.ts';
import { pickOnsets, riseOfBands, type Onset } from './onsets.ts';

export interface HeardTake {
	take: Take;
	/** LUFS, of the take. */
	loudness: number;
	floor: Float64Array;
	signalToNoise: number;
	/** Frames from just before the first note to a while after the last one. */
	from: number;
	to: number;
	rises: Float32Array;
	onsets: readonly Onset[];
	/** Decibels relative to the take's loudness, one for each frame, at least -60. */
	levels: Float32Array;
}

export interface Passage {
	heard: HeardTake;
	from: number;
	to: number;
	/** The onsets that lie in it. */
	onsets: readonly Onset[];
}

/** Playing this far below a take's loudness at its ends is a fade or a room, not playing. */
const EDGE = -38;
const QUIETEST = -60;
/** Frames before the first onset and behind the last one that still belong to the playing: how long the last chord rings says little. */
const LEAD = 10;
const TAIL = 150;
const VIEW_SHARE = 0.6;

/** Null where there is nothing to hear. */
export function hear(take: Take): HeardTake | null {
	const loudness = gatedLoudness(take);
	if (loudness === null) return null;
	const levels = Float32Array.from(take.loudness, (power) =>
		Math.max(QUIETEST, frameLoudness(power) - loudness)
	);
	let [from, to] = [0, levels.length];
	while (from < to && (levels[from] ?? 0) < EDGE) from += 1;
	while (to > from && (levels[to - 1] ?? 0) < EDGE) to -= 1;
	const floor = noiseFloor(take, from, to);
	const rises = riseOfBands(take, loudness, floor);
	const onsets = pickOnsets(rises).filter(({ frame }) => frame >= from - LEAD && frame < to);
	const [first, last] = [onsets[0], onsets.at(-1)];
	if (first !== undefined) from = Math.max(from, Math.floor(first.frame) - LEAD);
	if (last !== undefined) to = Math.min(to, Math.ceil(last.frame) + TAIL);
	return {
		take,
		loudness,
		floor,
		signalToNoise: signalToNoise(take, floor, from, to),
		from,
		to,
		rises,
		onsets,
		levels
	};
}

export function passageOf(heard: HeardTake, from: number, to: number): Passage {
	const [first, last] = [Math.max(0, Math.floor(from)), Math.min(heard.take.frameCount, Math.ceil(to))];
	return {
		heard,
		from: first,
		to: Math.max(first, last),
		onsets: heard.onsets.filter(({ frame }) => frame >= first && frame < last)
	};
}

export const secondsOf = (frames: number): number => frames / FRAME_RATE;
export const framesOf = (seconds: number): number => seconds * FRAME_RATE;

/**
 * A passage whole, and its beginning and end with what they share: the mean of what is measured in all three says a little more than
 * the whole alone (0.003 in correlation), and hangs less on where a take begins and ends.
 */
export function viewsOf(heard: HeardTake, from: number, to: number): Passage[] {
	const most = (to - from) * VIEW_SHARE;
	return [passageOf(heard, from, to), passageOf(heard, from, from + most), passageOf(heard, to - most, to)];
}
