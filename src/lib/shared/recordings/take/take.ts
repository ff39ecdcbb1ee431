// A take as the analysis sees it: what is kept of the sound, frame by frame, and where its parts lie in time. Times are seconds from
// the first sample of the recording; frame n lies at `startSeconds + n / FRAME_RATE`.
import { SAMPLE_RATE } from '../signal/resampler.ts';

/** Samples from one frame to the next, and to the next frame of keys. */
export const FRAME_HOP = 220;
export const KEY_HOP = 5 * FRAME_HOP;
/** Samples of one point of the envelope: 5 ms. */
export const ENVELOPE_HOP = 110;
export const FRAME_RATE = SAMPLE_RATE / FRAME_HOP;
export const KEY_RATE = SAMPLE_RATE / KEY_HOP;
export const ENVELOPE_RATE = SAMPLE_RATE / ENVELOPE_HOP;
export const FRAME_SIZE = 1_024;
export const KEY_FRAME_SIZE = 4_096;

export interface Take {
	/** Digital silence before the first sound, which is not looked at. */
	startSeconds: number;
	/** Of the whole recording, silence included. */
	durationSeconds: number;
	frameCount: number;
	/** Bytes of level, `bandCount` for each frame (bands.ts). */
	bands: Uint8Array;
	bandCount: number;
	/** Power weighted as loudness, one for each frame. */
	loudness: Float32Array;
	keyFrameCount: number;
	/** Bytes of level, 88 for each frame of keys. */
	keys: Uint8Array;
	/** Mean power of 5 ms, and the same of the differences between samples (the high end). */
	envelope: Float32Array;
	highEnvelope: Float32Array;
}
