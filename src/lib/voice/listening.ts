// How a call listens: subframes of the microphone through voice detection into frames for the line. What is muted is not kept; after
// long silence nothing is sent until there is voice again, so that nobody pays for it; the moment before that voice goes with it.
import type { SoundFrame } from '../shared/voice/frames.ts';
import { MIC_SUBFRAME_MS } from '../shared/voice/protocol.ts';
import { Framer } from './capture/framer.ts';
import type { Detection, VoiceDetector } from './vad/voice-detection.ts';

export interface ListeningListener {
	onFrame(frame: Omit<SoundFrame, 'kind' | 'responseId' | 'seq'>): void;
	/** Every 20 ms that are not muted. */
	onDetection(detection: Detection): void;
	/** Somebody began or stopped to speak; `mediaMs` of the microphone. */
	onSpeech(isSpeaking: boolean, mediaMs: number, detection: Detection): void;
}

/** Silence for so long is not sent on. */
const QUIET_MS = 20_000;
const PRE_ROLL_MS = 800;

const NOTHING: Detection = { isSpeaking: false, isVoiced: false, voicedMs: 0, silentMs: 0, level: 0 };

export class Listening {
	readonly #framer: Framer;
	#isHeard = true;
	#isSent = true;
	#isQuiet = false;
	#last = NOTHING;

	constructor(
		private readonly detector: VoiceDetector,
		private readonly listener: ListeningListener,
		/** Where the stream of the microphone begins, ms: a call that was resumed is some way into it. */
		fromMs = 0
	) {
		this.#framer = new Framer((frame) => listener.onFrame(frame), fromMs);
	}

	get mediaMs(): number {
		return this.#framer.mediaMs;
	}

	get last(): Detection {
		return this.#last;
	}

	/** `isHeard`: not muted; `isSent`: somebody on the server listens to sound. */
	tune(isHeard: boolean, isSent: boolean): void {
		if (this.#isHeard === isHeard && this.#isSent === isSent) return;
		this.#isHeard = isHeard;
		this.#isSent = isSent;
		this.#isQuiet = false;
		if (isHeard && isSent) this.#framer.open();
		else this.#framer.shut(0);
		if (!isHeard) this.#detected({ ...NOTHING, silentMs: this.#last.silentMs });
	}

	subframe(samples: Int16Array, playbackLevel: number): void {
		if (!this.#isHeard) {
			// Its time passes all the same.
			this.#framer.push(samples);
			return;
		}
		const detection = this.detector.push(samples, { playbackLevel });
		if (this.#isSent) this.#gate(detection);
		this.#framer.push(samples);
		this.#detected(detection);
		this.listener.onDetection(detection);
	}

	wasNoVoice(): void {
		this.detector.wasNoVoice();
	}

	#gate({ isVoiced, silentMs }: Detection): void {
		if (!this.#isQuiet && silentMs > QUIET_MS) {
			this.#isQuiet = true;
			this.#framer.shut(PRE_ROLL_MS);
		} else if (this.#isQuiet && isVoiced) {
			this.#isQuiet = false;
			this.#framer.open();
		}
	}

	#detected(detection: Detection): void {
		const was = this.#last.isSpeaking;
		this.#last = detection;
		if (was === detection.isSpeaking) return;
		const sinceMs = detection.isSpeaking ? detection.voicedMs - MIC_SUBFRAME_MS : detection.silentMs;
		this.listener.onSpeech(detection.isSpeaking, Math.max(0, this.#framer.mediaMs - sinceMs), detection);
	}
}
