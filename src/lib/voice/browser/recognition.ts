// The browser's own speech recognition as a listener that goes on by itself: it ends after every silence (and in Chrome after a minute),
// and is begun again. Many short ends in a row are no silence but a service that does not answer.

export type RecognitionFault =
	| 'denied'
	/** Another program, or our own capture (Android lends the microphone only once), holds the microphone. */
	| 'no-microphone'
	| 'network'
	| 'unsupported'
	| 'failed';

export interface Recognition {
	begin(): void;
	/** What is still interim becomes final, then it is silent. */
	end(): void;
	/** At once; what is interim is dropped. */
	abort(): void;
}

export interface RecognitionListener {
	/** `utterance` counts up; a final one ends it. Never a final one with an empty text. */
	onText(utterance: number, text: string, isFinal: boolean): void;
	/** It has stopped for good. */
	onFault(fault: RecognitionFault): void;
	/** It has ended because it was asked to. */
	onEnd?(): void;
}

/** As far as it is used. TypeScript's DOM does not have it. */
export interface SpeechRecognitionLike {
	lang: string;
	continuous: boolean;
	interimResults: boolean;
	onresult: ((event: RecognitionResultEvent) => void) | null;
	onerror: ((event: { error: string }) => void) | null;
	onend: (() => void) | null;
	start(): void;
	stop(): void;
	abort(): void;
}

export interface RecognitionResultEvent {
	readonly resultIndex: number;
	readonly results: ArrayLike<{
		readonly isFinal: boolean;
		readonly [index: number]: { readonly transcript: string };
	}>;
}

type RecognitionClass = new () => SpeechRecognitionLike;

export interface RecognitionDependencies {
	create: RecognitionClass;
	now(): number;
	later(delayMs: number, work: () => void): () => void;
}

/** Shorter than this without a word is no silence. */
const SHORT_MS = 1_000;
const SHORT_AT_MOST = 4;
/** So often in a row, without a word in between. */
const NETWORK_AT_MOST = 4;
const AGAIN_MS = 150;

const FAULTS: Record<string, RecognitionFault> = {
	'not-allowed': 'denied',
	'service-not-allowed': 'unsupported',
	'audio-capture': 'no-microphone',
	network: 'network',
	'language-not-supported': 'unsupported'
};

export function recognitionClass(): RecognitionClass | undefined {
	const scope = globalThis as {
		SpeechRecognition?: RecognitionClass;
		webkitSpeechRecognition?: RecognitionClass;
	};
	return scope.SpeechRecognition ?? scope.webkitSpeechRecognition;
}

export class ContinuousRecognition implements Recognition {
	#current: SpeechRecognitionLike | undefined;
	#isWanted = false;
	#utterance = 0;
	#interim = '';
	#begunAt = 0;
	#shortEnds = 0;
	#networkFaults = 0;
	#cancelAgain: (() => void) | undefined;

	constructor(
		private readonly dependencies: RecognitionDependencies,
		private readonly listener: RecognitionListener,
		private readonly language: string
	) {}

	begin(): void {
		if (this.#isWanted) return;
		this.#isWanted = true;
		this.#shortEnds = 0;
		this.#start();
	}

	end(): void {
		this.#isWanted = false;
		this.#cancelAgain?.();
		if (this.#current === undefined) this.listener.onEnd?.();
		else this.#current.stop();
	}

	abort(): void {
		this.#isWanted = false;
		this.#cancelAgain?.();
		this.#interim = '';
		const current = this.#current;
		this.#current = undefined;
		current?.abort();
	}

	#start(): void {
		const recognition = new this.dependencies.create();
		this.#current = recognition;
		this.#begunAt = this.dependencies.now();
		recognition.lang = this.language;
		recognition.continuous = true;
		recognition.interimResults = true;
		let fault: RecognitionFault | undefined;
		/** Results already given as final: Chrome on Android gives some of them again. */
		let finalTo = 0;
		recognition.onresult = (event) => {
			if (this.#current !== recognition) return;
			this.#shortEnds = this.#networkFaults = 0;
			let interim = '';
			for (let i = Math.max(finalTo, event.resultIndex); i < event.results.length; i++) {
				const result = event.results[i];
				const text = result?.[0]?.transcript ?? '';
				if (result?.isFinal === true) {
					finalTo = i + 1;
					this.#final(text);
				} else interim += text;
			}
			this.#interim = interim.trim();
			if (this.#interim !== '') this.listener.onText(this.#utterance, this.#interim, false);
		};
		recognition.onerror = ({ error }) => {
			// Silence, and our own abort, are no faults; any other ends it.
			if (error !== 'no-speech' && error !== 'aborted') fault = FAULTS[error] ?? 'failed';
		};
		recognition.onend = () => {
			if (this.#current !== recognition) return;
			this.#current = undefined;
			// Safari may end without having made final what it showed.
			this.#final(this.#interim);
			if (fault === 'network' && this.#isWanted && ++this.#networkFaults < NETWORK_AT_MOST) fault = undefined;
			if (fault !== undefined) this.#fail(fault);
			else if (this.#isWanted) this.#again();
			else this.listener.onEnd?.();
		};
		try {
			recognition.start();
		} catch {
			this.#current = undefined;
			this.#fail('failed');
		}
	}

	#again(): void {
		const { now, later } = this.dependencies;
		this.#shortEnds = now() - this.#begunAt < SHORT_MS ? this.#shortEnds + 1 : 0;
		if (this.#shortEnds > SHORT_AT_MOST) this.#fail('network');
		else this.#cancelAgain = later(AGAIN_MS * 2 ** this.#shortEnds, () => this.#start());
	}

	#final(text: string): void {
		this.#interim = '';
		if (text.trim() === '') return;
		this.listener.onText(this.#utterance++, text.trim(), true);
	}

	#fail(fault: RecognitionFault): void {
		this.#isWanted = false;
		this.listener.onFault(fault);
	}
}
