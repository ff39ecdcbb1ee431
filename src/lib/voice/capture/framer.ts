// Subframes of the microphone become frames of up to four. While the gate is shut nothing comes out, and only the last moment is kept: it
// goes out first when the gate opens, since a word begins before it is noticed.
import type { SoundFrame } from '../../shared/voice/frames.ts';
import { MIC_SUBFRAME_MS, MIC_SUBFRAMES } from '../../shared/voice/protocol.ts';

type MicrophoneFrame = Omit<SoundFrame, 'kind' | 'responseId' | 'seq'>;

export class Framer {
	/** Of the open frame, or before the gate. */
	#held: Int16Array[] = [];
	#mediaMs: number;
	#isOpen = true;
	#preRoll = 0;

	constructor(
		private readonly onframe: (frame: MicrophoneFrame) => void,
		fromMs = 0
	) {
		this.#mediaMs = fromMs;
	}

	/** Where the stream of the microphone is, ms: also what was not sent has passed. */
	get mediaMs(): number {
		return this.#mediaMs;
	}

	push(subframe: Int16Array): void {
		this.#held.push(subframe);
		this.#mediaMs += MIC_SUBFRAME_MS;
		if (!this.#isOpen) {
			if (this.#held.length > this.#preRoll) this.#held.shift();
		} else if (this.#held.length === MIC_SUBFRAMES) this.#emit();
	}

	open(): void {
		this.#isOpen = true;
		while (this.#held.length >= MIC_SUBFRAMES) this.#emit();
	}

	/** What is complete goes out; then the last `preRollMs` are kept. */
	shut(preRollMs: number): void {
		if (this.#isOpen && this.#held.length > 0) this.#emit();
		this.#isOpen = false;
		this.#preRoll = Math.round(preRollMs / MIC_SUBFRAME_MS);
		this.#held.splice(0, Math.max(0, this.#held.length - this.#preRoll));
	}

	#emit(): void {
		const mediaMs = this.#mediaMs - this.#held.length * MIC_SUBFRAME_MS;
		const taken = this.#held.splice(0, MIC_SUBFRAMES);
		const samples = new Int16Array(taken.reduce((sum, { length }) => sum + length, 0));
		let at = 0;
		for (const subframe of taken) {
			samples.set(subframe, at);
			at += subframe.length;
		}
		this.onframe({ subframes: taken.length, mediaMs, samples });
	}
}
