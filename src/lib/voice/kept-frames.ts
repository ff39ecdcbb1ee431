// Microphone frames the server has not acknowledged, so that a line that breaks loses nothing: after every ready they go out again from
// the frame it asks for. Keeps half a minute; what is older is given up, and counted.
import type { SoundFrame } from '../shared/voice/frames.ts';
import { MIC_KEPT_MS, MIC_SUBFRAME_MS } from '../shared/voice/protocol.ts';

export class KeptFrames {
	#frames: SoundFrame[] = [];
	#keptMs = 0;
	#nextSeq = 0;
	/** The next to be sent. */
	#cursor = 0;
	/** The highest that was ever sent, and one more. */
	#sentTo = 0;
	/** Given up before the server had them. */
	lost = 0;
	/** Sent more than once. */
	replayed = 0;

	/** The number the next frame gets. */
	get nextSeq(): number {
		return this.#nextSeq;
	}

	/** The number of the next frame that goes out. */
	get cursor(): number {
		return this.#cursor;
	}

	get waiting(): number {
		return this.#nextSeq - Math.max(this.#cursor, this.#first());
	}

	/** Numbers it and keeps it. */
	keep(frame: Omit<SoundFrame, 'kind' | 'responseId' | 'seq'>): void {
		this.#frames.push({ ...frame, kind: 'microphone', responseId: 0, seq: this.#nextSeq++ });
		this.#keptMs += frame.subframes * MIC_SUBFRAME_MS;
		while (this.#keptMs > MIC_KEPT_MS) {
			this.#drop();
			this.lost += 1;
		}
	}

	/** Frames up to and with `seq` are safe. */
	acknowledge(seq: number): void {
		while (this.#frames.length > 0 && this.#first() <= seq) this.#drop();
	}

	/** A line is ready: everything from `seq` on goes out, again or for the first time. */
	rewind(seq: number): void {
		// A page that was loaded anew goes on where the one before it stopped: nothing of its own was sent yet.
		if (seq > this.#nextSeq && this.#sentTo === 0) {
			this.#frames = this.#frames.map((frame) => ({ ...frame, seq: frame.seq + seq }));
			this.#nextSeq += seq;
		}
		this.#cursor = Math.min(seq, this.#nextSeq);
	}

	/** The next frame to send, oldest first; undefined when all went out. */
	next(): SoundFrame | undefined {
		const at = Math.max(this.#cursor, this.#first());
		const frame = this.#frames[at - this.#first()];
		if (frame === undefined) return undefined;
		if (at < this.#sentTo) this.replayed += 1;
		this.#cursor = at + 1;
		this.#sentTo = Math.max(this.#sentTo, this.#cursor);
		return frame;
	}

	/** What was said is not to be sent any more: the person types. */
	giveUp(): void {
		this.#frames = [];
		this.#keptMs = 0;
		this.#cursor = this.#nextSeq;
	}

	#first(): number {
		return this.#frames[0]?.seq ?? this.#nextSeq;
	}

	#drop(): void {
		this.#keptMs -= (this.#frames.shift()?.subframes ?? 0) * MIC_SUBFRAME_MS;
	}
}
