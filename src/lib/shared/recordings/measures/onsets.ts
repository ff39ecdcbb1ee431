/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// Where notes begin: peaks of the rise of logarithmic bands. Sources: Böck and Widmer, "Maximum filter vibrato suppression for onset
// detection" (SuperFlux, DAFx 2013) for the rise over half a window of compressed bands, without its maximum filter: a piano has no
// vibrato, and the filter hides notes under a pedal. Böck, Krebs and Schedl, "Evaluating the online capabilities of onset detection
// methods" (ISMIR 2012) for picking peaks above a moving mean. Levels are relative to the take's loudness and above its noise, so that no
// gain sets the threshold. Constants were chosen on rendered performances of the set for training.
import { ln, power } from '../signal/exact-math.ts';
import type { Take } from '../take/take.ts';
import { powerOf } from './noise.ts';

export interface Onset {
	/** Frames from the take's first frame, with a fraction. */
	frame: number;
	/** Height of the rise: logarithmic units summed over bands, comparable within and between takes. */
	strength: number;
}

/** Frames a rise is measured over: half a window. */
const RISE = 2;
/** How far below the take's loudness a band still counts: at -40 dB, about a third of a unit. */
const COMPRESSION = 100;
/** Noise moves about its floor: what is not well above it is no sound. A factor of power. */
const ABOVE_FLOOR = 4;
/** Frames on either side in which a peak must be the highest; and those whose mean it must stand above. */
const HIGHEST = 2;
const MEAN_BEFORE = 8;
const MEAN_AFTER = 8;
const ABOVE_MEAN = 1.1;
const THRESHOLD = 2.2;
/** Two peaks closer than this are one chord. */
const CHORD_FRAMES = 3.5;
/** From where a note is placed by its player to where its rise is steepest; measured on rendered notes. */
const LATENESS_FRAMES = 1.3;

/** The rise of each frame over the one half a window before. */
export function riseOfBands(take: Take, loudness: number, floor: Float64Array): Float32Array {
	const { bandCount, frameCount, bands } = take;
	const table = compressed(loudness, floor);
	const rises = new Float32Array(frameCount);
	for (let frame = 0; frame < frameCount; frame++) {
		const now = frame * bandCount;
		const before = (frame - RISE) * bandCount;
		let sum = 0;
		for (let band = 0; band < bandCount; band++) {
			// Before the first frame there was silence.
			const was = before < 0 ? 0 : bands[before + band]!;
			const rise = table[band * 256 + bands[now + band]!]! - table[band * 256 + was]!;
			if (rise > 0) sum += rise;
		}
		rises[frame] = sum;
	}
	return rises;
}

/** What a byte of level counts for in each band. */
function compressed(loudness: number, floor: Float64Array): Float32Array {
	const scale = power(10, -loudness / 10) * COMPRESSION * COMPRESSION;
	const table = new Float32Array(floor.length * 256);
	for (const [band, noise] of floor.entries())
		for (let byte = 0; byte < 256; byte++) {
			const above = Math.max(0, powerOf(byte) - noise * ABOVE_FLOOR);
			table[band * 256 + byte] = ln(1 + Math.sqrt(above * scale)) / Math.LN10;
		}
	return table;
}

export function pickOnsets(rises: Float32Array): Onset[] {
	const onsets: Onset[] = [];
	let sum = 0;
	for (let at = 0; at < Math.min(rises.length, MEAN_AFTER); at++) sum += rises[at]!;
	for (let at = 0; at < rises.length; at++) {
		sum += rises[at + MEAN_AFTER] ?? 0;
		if (at > MEAN_BEFORE) sum -= rises[at - MEAN_BEFORE - 1]!;
		const mean = sum / (MEAN_BEFORE + MEAN_AFTER + 1);
		const height = rises[at]!;
		if (height < mean * ABOVE_MEAN + THRESHOLD || !isHighest(rises, at)) continue;
		const last = onsets.at(-1);
		const onset = { frame: Math.max(0, vertex(rises, at) - LATENESS_FRAMES), strength: height };
		if (last === undefined || onset.frame - last.frame >= CHORD_FRAMES) onsets.push(onset);
		else if (last.strength < height) onsets[onsets.length - 1] = { ...onset, frame: last.frame };
	}
	return onsets;
}

function isHighest(rises: Float32Array, at: number): boolean {
	for (let other = at - HIGHEST; other <= at + HIGHEST; other++) {
		const height = rises[other] ?? 0;
		// Of two equal ones the first.
		if (height > rises[at]! || (height === rises[at] && other < at)) return false;
	}
	return true;
}

/** The top of the parabola through a peak and its neighbours. */
function vertex(rises: Float32Array, at: number): number {
	const [before, peak, after] = [rises[at - 1] ?? 0, rises[at]!, rises[at + 1] ?? 0];
	const bend = before - 2 * peak + after;
	return bend === 0 ? at : at + (0.5 * (before - after)) / bend;
}
