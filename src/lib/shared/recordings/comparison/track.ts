/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices stay within the arrays by construction, and these are the innermost loops */
// What of a take is kept to lay it beside another: ten times a second which keys of the piano sound and how strongly, four bits each, so
// that half an hour is 800 KB. Keys and not pitch classes: twelve numbers cannot tell a variation from its theme. Levels are relative to
// the strongest key of their moment, so that a microphone's gain changes nothing.
import { frameLoudness, gatedLoudness } from '../measures/loudness.ts';
import { KEYS } from '../take/bands.ts';
import { FRAME_RATE, KEY_RATE, type Take } from '../take/take.ts';

export interface Track {
	/** Where the first frame lies in the recording. */
	startSeconds: number;
	frameCount: number;
	/** Half of KEYS bytes for each frame: the lower key in the lower bits, 15 for the strongest; all 0 where it is silent. */
	keys: Uint8Array;
}

/** Frames of keys that make one of a track. */
const GROUP = 2;
export const TRACK_RATE = KEY_RATE / GROUP;
export const FRAME_BYTES = KEYS / 2;
/** "SGT" and the version of the layout. */
const MAGIC = 0x01544753;
const HEADER_BYTES = 12;
/** A key this far below the strongest is not heard as sounding: 30 dB, in the half decibels of a take. */
const SOUNDING = 60;
/** A step of four bits, in the same: 2 dB. */
const STEP = SOUNDING / 15;
const LEAD_SECONDS = 0.2;
const RING_SECONDS = 1.5;
/** Decibels below the take's loudness that are silence. */
const SILENCE = -45;

/** From the first note to the last one and the time it rings: a room's noise before and behind them is no music. */
export function trackOf(take: Take, onsets: readonly number[]): Uint8Array<ArrayBuffer> {
	const loudness = gatedLoudness(take);
	const { from, to } = playedFrames(take, onsets);
	const frameCount = loudness === null ? 0 : to - from;
	const bytes = new Uint8Array(HEADER_BYTES + FRAME_BYTES * frameCount);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, MAGIC, true);
	view.setFloat32(4, take.startSeconds + from / TRACK_RATE, true);
	view.setUint32(8, frameCount, true);
	const levels = new Uint8Array(KEYS);
	for (let frame = 0; frame < frameCount; frame++) {
		if (isSilent(take, from + frame, (loudness ?? 0) + SILENCE)) continue;
		const most = strongest(take.keys, (from + frame) * GROUP * KEYS, levels);
		for (let key = 0; key < KEYS; key++) {
			const level = levels[key]!;
			// What leaks from a louder neighbour is no tone.
			const isPeak = level >= (levels[key - 1] ?? 0) && level > (levels[key + 1] ?? 0);
			const steps = isPeak ? Math.max(0, Math.floor((level - most + SOUNDING) / STEP)) : 0;
			bytes[HEADER_BYTES + frame * FRAME_BYTES + (key >> 1)]! |= steps << (4 * (key & 1));
		}
	}
	return bytes;
}

function playedFrames(take: Take, onsets: readonly number[]): { from: number; to: number } {
	const [first, last] = [onsets[0], onsets.at(-1)];
	if (first === undefined || last === undefined) return { from: 0, to: 0 };
	const frameAt = (seconds: number) => Math.round((seconds - take.startSeconds) * TRACK_RATE);
	const from = Math.max(0, frameAt(first - LEAD_SECONDS));
	const to = Math.min(Math.floor(take.keyFrameCount / GROUP), frameAt(last + RING_SECONDS));
	return { from, to: Math.max(from, to) };
}

function isSilent({ loudness }: Take, frame: number, least: number): boolean {
	const first = Math.floor((frame / TRACK_RATE) * FRAME_RATE);
	const last = Math.min(loudness.length, Math.ceil(((frame + 1) / TRACK_RATE) * FRAME_RATE));
	for (let at = first; at < last; at++) if (frameLoudness(loudness[at]!) > least) return false;
	return true;
}

/** Of each key the most within one frame of a track, and the most of all. */
function strongest(keys: Uint8Array, from: number, levels: Uint8Array): number {
	let most = 0;
	for (let key = 0; key < KEYS; key++) {
		levels[key] = Math.max(keys[from + key]!, keys[from + KEYS + key]!);
		most = Math.max(most, levels[key]!);
	}
	return most;
}

/** Null for what another version has written, or half. Its keys are a view of `bytes`. */
export function readTrack(bytes: Uint8Array): Track | null {
	if (bytes.length < HEADER_BYTES) return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const frameCount = view.getUint32(8, true);
	if (view.getUint32(0, true) !== MAGIC || bytes.length !== HEADER_BYTES + FRAME_BYTES * frameCount)
		return null;
	return { startSeconds: view.getFloat32(4, true), frameCount, keys: bytes.subarray(HEADER_BYTES) };
}
