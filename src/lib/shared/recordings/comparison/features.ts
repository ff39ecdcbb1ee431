/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// What two takes are compared by, moment by moment: which keys sound and which begin to. The second half is the idea of Ewert, Müller and
// Grosche, "High resolution audio synchronization using chroma onset features" (ICASSP 2009): beginnings place notes, what lasts does not.
// Vectors of one length, in bytes: half an hour is 3 MB.
import { KEYS } from '../take/bands.ts';
import { FRAME_BYTES, type Track } from './track.ts';

export interface Features {
	count: number;
	/** Numbers for each frame. */
	width: number;
	values: Uint8Array;
	/** The product of a frame with itself. */
	whole: number;
}

const LENGTH = 255;
/** What has begun to sound is remembered for this share from each frame to the next. */
const FADING = 0.7;
/** The keys that sound, and a number for silence, which is like silence and nothing else; then the keys that begin. */
const SOUNDING = KEYS + 1;

export function featuresOf({ frameCount, keys }: Track): Features {
	const width = SOUNDING + KEYS;
	const values = new Uint8Array(frameCount * width);
	const sounding = new Float64Array(SOUNDING);
	const before = new Float64Array(KEYS);
	const rising = new Float64Array(KEYS);
	for (let frame = 0; frame < frameCount; frame++) {
		let isSilent = true;
		for (let key = 0; key < KEYS; key++) {
			const level = (keys[frame * FRAME_BYTES + (key >> 1)]! >> (4 * (key & 1))) & 15;
			rising[key] = Math.max(rising[key]! * FADING, level - before[key]!);
			before[key] = sounding[key] = level;
			if (level > 0) isSilent = false;
		}
		sounding[KEYS] = isSilent ? 1 : 0;
		if (isSilent) rising.fill(0);
		write(sounding, values, frame * width);
		write(rising, values, frame * width + SOUNDING);
	}
	return { count: frameCount, width, values, whole: 2 * LENGTH * LENGTH };
}

/** Means of every `by` frames of what sounds: at that rate it says little what begins. */
export function coarser(fine: Features, by: number): Features {
	const count = Math.ceil(fine.count / by);
	const values = new Uint8Array(count * SOUNDING);
	const sums = new Float64Array(SOUNDING);
	for (let group = 0; group < count; group++) {
		sums.fill(0);
		for (let frame = group * by; frame < Math.min(fine.count, (group + 1) * by); frame++)
			for (let at = 0; at < SOUNDING; at++) sums[at]! += fine.values[frame * fine.width + at]!;
		write(sums, values, group * SOUNDING);
	}
	return { count, width: SOUNDING, values, whole: LENGTH * LENGTH };
}

/** 0 for the same, 1 for nothing in common. */
export function distanceOf(here: Features, there: Features): (row: number, column: number) => number {
	const { width, whole, values } = here;
	const others = there.values;
	return (row, column) => {
		const [a, b] = [row * width, column * width];
		let product = 0;
		for (let at = 0; at < width; at++) product += values[a + at]! * others[b + at]!;
		// Bytes make a length a little more than whole.
		return Math.max(0, 1 - product / whole);
	};
}

/** As a vector of LENGTH; of nothing where it is nothing. */
function write(vector: Float64Array, values: Uint8Array, from: number): void {
	let square = 0;
	for (const value of vector) square += value * value;
	const factor = square > 0 ? LENGTH / Math.sqrt(square) : 0;
	for (let at = 0; at < vector.length; at++) values[from + at] = Math.round(vector[at]! * factor);
}
