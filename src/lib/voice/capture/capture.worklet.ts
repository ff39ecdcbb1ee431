// Runs beside the page's audio: hands over what the microphone hears as 20 ms of 16 kHz at a time. Where the browser cannot give 16 kHz
// (Firefox takes no microphone into a context of another rate) it is brought there here.
import { MIC_SAMPLE_RATE, MIC_SUBFRAME_MS } from '../../shared/voice/protocol.ts';
import { RateChange } from './rate-change.ts';

/** TypeScript's DOM does not know the scope of a worklet. */
declare const sampleRate: number;
declare abstract class AudioWorkletProcessor {
	readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

const SUBFRAME = (MIC_SAMPLE_RATE * MIC_SUBFRAME_MS) / 1_000;

class VoiceCapture extends AudioWorkletProcessor {
	readonly #rateChange =
		sampleRate === MIC_SAMPLE_RATE ? undefined : new RateChange(sampleRate, MIC_SAMPLE_RATE);
	#subframe = new Int16Array(SUBFRAME);
	#held = 0;
	#hasLeft = false;

	constructor() {
		super();
		this.port.onmessage = () => {
			this.#hasLeft = true;
		};
	}

	process([input]: Float32Array[][]): boolean {
		const channel = input?.[0];
		if (channel !== undefined) this.#take(this.#rateChange?.push(channel) ?? channel);
		return !this.#hasLeft;
	}

	#take(samples: Float32Array): void {
		for (const sample of samples) {
			this.#subframe[this.#held++] = Math.max(-1, Math.min(1, sample)) * 32_767;
			if (this.#held < SUBFRAME) continue;
			this.port.postMessage(this.#subframe, [this.#subframe.buffer]);
			this.#subframe = new Int16Array(SUBFRAME);
			this.#held = 0;
		}
	}
}

registerProcessor('voice-capture', VoiceCapture);
