// Runs beside the page's audio: hands the page what comes in, one channel, in pieces of 21 ms.

/** TypeScript's DOM does not know the scope of a worklet. */
declare abstract class AudioWorkletProcessor {
	readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const QUANTUM = 128;
const QUANTA = 4;

class TrackTap extends AudioWorkletProcessor {
	#piece = new Float32Array(QUANTUM * QUANTA);
	#length = 0;
	#hasLeft = false;

	constructor() {
		super();
		this.port.onmessage = () => {
			this.#hasLeft = true;
		};
	}

	process([input]: Float32Array[][]): boolean {
		// A track that has not begun has no channels: its time passes all the same.
		const [channel] = input ?? [];
		if (channel !== undefined) this.#piece.set(channel, this.#length);
		this.#length += QUANTUM;
		if (this.#length === this.#piece.length) {
			this.port.postMessage(this.#piece, [this.#piece.buffer]);
			this.#piece = new Float32Array(QUANTUM * QUANTA);
			this.#length = 0;
		}
		return !this.#hasLeft;
	}
}

registerProcessor('track-tap', TrackTap);
