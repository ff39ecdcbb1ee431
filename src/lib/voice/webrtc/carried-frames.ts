// Frames of the microphone that went by the media track and were not acknowledged yet. When the track is lost they go by the socket, so that
// none is missing; the server drops those it has.
import { FRAME_KIND } from '../../shared/voice/frames.ts';
import type { RecordedFrame } from '../../shared/voice/sound.ts';
import { MIC_KEPT_MS, MIC_SUBFRAME_MS, MIC_SUBFRAMES } from '../../shared/voice/protocol.ts';

const MOST_FRAMES = MIC_KEPT_MS / (MIC_SUBFRAME_MS * MIC_SUBFRAMES);

export class CarriedFrames {
	#frames: { seq: number; bytes: ArrayBuffer }[] = [];

	/** What its header says of it. */
	keep(bytes: ArrayBuffer): RecordedFrame {
		const view = new DataView(bytes);
		const seq = view.getUint32(4, true);
		this.#frames.push({ seq, bytes });
		if (this.#frames.length > MOST_FRAMES) this.#frames.shift();
		return { seq, mediaMs: view.getFloat64(8, true), subframes: view.getUint8(1) };
	}

	acknowledge(seq: number): void {
		this.#frames = this.#frames.filter((frame) => frame.seq > seq);
	}

	/** All there are, oldest first; none is left. */
	takeAll(): ArrayBuffer[] {
		const frames = this.#frames;
		this.#frames = [];
		return frames.map(({ bytes }) => bytes);
	}
}

export const isMicrophoneFrame = (bytes: ArrayBuffer): boolean =>
	bytes.byteLength >= 16 && new DataView(bytes).getUint8(0) === FRAME_KIND.microphone;
