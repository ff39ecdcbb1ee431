// Runs beside the page's audio: plays what the page hands it and says about fifty times a second where it is.
import { SoundRing, type RingReport } from './sound-ring.ts';

/** TypeScript's DOM does not know the scope of a worklet. */
declare const sampleRate: number;
declare abstract class AudioWorkletProcessor {
	readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

export type PlaybackOrder =
	| { type: 'sound'; responseId: number; mediaMs: number; sampleRate: number; samples: Int16Array }
	| { type: 'done'; responseId: number }
	| { type: 'pause' | 'resume' | 'clear' | 'leave' };

const REPORT_EVERY_S = 0.02;

class Playback extends AudioWorkletProcessor {
	readonly #ring = new SoundRing(sampleRate);
	#sinceReport = 0;
	#last: RingReport | undefined;
	#hasLeft = false;

	constructor() {
		super();
		this.port.onmessage = ({ data }: MessageEvent<PlaybackOrder>) => {
			if (data.type === 'sound') this.#ring.push(data);
			else if (data.type === 'done') this.#ring.done(data.responseId);
			else if (data.type === 'leave') this.#hasLeft = true;
			else this.#ring[data.type]();
		};
	}

	process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
		const [first, ...others] = output ?? [];
		if (first === undefined) return !this.#hasLeft;
		this.#ring.render(first);
		for (const channel of others) channel.set(first);
		this.#sinceReport += first.length / sampleRate;
		const last = this.#last;
		const report = this.#ring.report(this.#sinceReport >= REPORT_EVERY_S);
		// What begins and what stops is told at once.
		const isTurn =
			report.isAudible !== last?.isAudible ||
			report.isPaused !== last.isPaused ||
			report.isEmpty !== last.isEmpty;
		if (isTurn || (this.#sinceReport >= REPORT_EVERY_S && (report.isAudible || last.level > 0))) {
			this.port.postMessage(report);
			this.#last = report;
			this.#sinceReport = 0;
		}
		return !this.#hasLeft;
	}
}

registerProcessor('playback', Playback);
