// Sound on the socket of a call: a header of 16 bytes, little-endian, then 16-bit mono samples.
//   u8 kind (1 microphone, 2 speech) | u8 subframes | u16 response id | u32 seq | f64 media time in ms | PCM16
import { MIC_SAMPLE_RATE, MIC_SUBFRAME_MS, MIC_SUBFRAMES } from './protocol.ts';

export const FRAME_KIND = { microphone: 1, speech: 2 } as const;
const HEADER_BYTES = 16;
const SUBFRAME_SAMPLES = (MIC_SAMPLE_RATE * MIC_SUBFRAME_MS) / 1_000;
/** A frame of speech is never longer than this: one second at 48 kHz. */
const MOST_SAMPLES = 48_000;

export interface SoundFrame {
	kind: 'microphone' | 'speech';
	/** Of a microphone frame: 1..4, each of 20 ms. 0 in a frame of speech. */
	subframes: number;
	/** The response a frame of speech belongs to, 0..65535; 0 in a microphone frame. */
	responseId: number;
	/** Counts up by one, from 0; a stream of its own for each kind, and for each response. */
	seq: number;
	/** When the first sample was recorded, or is to be played, ms from the start of the stream. */
	mediaMs: number;
	samples: Int16Array;
}

export function encodeFrame(frame: SoundFrame): ArrayBuffer {
	const { samples } = frame;
	const buffer = new ArrayBuffer(HEADER_BYTES + samples.length * 2);
	const view = new DataView(buffer);
	view.setUint8(0, FRAME_KIND[frame.kind]);
	view.setUint8(1, frame.subframes);
	view.setUint16(2, frame.responseId, true);
	view.setUint32(4, frame.seq, true);
	view.setFloat64(8, frame.mediaMs, true);
	for (let i = 0; i < samples.length; i++) view.setInt16(HEADER_BYTES + i * 2, samples[i] ?? 0, true);
	return buffer;
}

/** Throws a RangeError that says what is wrong with it. */
export function decodeFrame(buffer: ArrayBuffer): SoundFrame {
	const { byteLength } = buffer;
	if (byteLength < HEADER_BYTES)
		throw wrong(`A frame of sound has ${byteLength} bytes, less than its header.`);
	if (byteLength % 2 !== 0) throw wrong('A frame of sound ends in half a sample.');
	const view = new DataView(buffer);
	const kind = view.getUint8(0);
	const count = (byteLength - HEADER_BYTES) / 2;
	const subframes = view.getUint8(1);
	const mediaMs = view.getFloat64(8, true);
	if (!Number.isFinite(mediaMs) || mediaMs < 0) throw wrong('A frame of sound has no time.');
	if (kind === FRAME_KIND.microphone) {
		if (subframes < 1 || subframes > MIC_SUBFRAMES)
			throw wrong(`A microphone frame has 1 to ${MIC_SUBFRAMES} subframes, not ${subframes}.`);
		if (count !== subframes * SUBFRAME_SAMPLES)
			throw wrong(
				`A microphone frame of ${subframes} subframes has ${subframes * SUBFRAME_SAMPLES} samples, not ${count}.`
			);
	} else if (kind === FRAME_KIND.speech) {
		if (count === 0 || count > MOST_SAMPLES)
			throw wrong(`A frame of speech has 1 to ${MOST_SAMPLES} samples, not ${count}.`);
	} else throw wrong(`There is no frame of kind ${kind}.`);
	const samples = new Int16Array(count);
	for (let i = 0; i < count; i++) samples[i] = view.getInt16(HEADER_BYTES + i * 2, true);
	return {
		kind: kind === FRAME_KIND.microphone ? 'microphone' : 'speech',
		subframes,
		responseId: view.getUint16(2, true),
		seq: view.getUint32(4, true),
		mediaMs,
		samples
	};
}

const wrong = (message: string) => new RangeError(message);
