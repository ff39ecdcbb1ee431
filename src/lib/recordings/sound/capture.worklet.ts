// Runs beside the page's audio: hands over what the microphone hears, a tenth of a second at a time.

/** TypeScript's DOM does not know the scope of a worklet. */
declare const sampleRate: number;
declare abstract class AudioWorkletProcessor {
	readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class Capture extends AudioWorkletProcessor {
	#piece = new Float32Array(Math.round(sampleRate / 10));
	#held = 0;

	process([input]: Float32Array[][]): boolean {
		const channel = input?.[0];
		if (channel === undefined) return true;
		for (const sample of channel) {
			this.#piece[this.#held++] = sample;
			if (this.#held < this.#piece.length) continue;
			this.port.postMessage(this.#piece, [this.#piece.buffer]);
			this.#piece = new Float32Array(Math.round(sampleRate / 10));
			this.#held = 0;
		}
		return true;
	}
}

registerProcessor('capture', Capture);

export {};
