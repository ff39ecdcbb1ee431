// Speech to text and text to speech, as the voice room asks for them. Adapters are folders beside this file.
import type { SpeakerMode, TranscriberMode } from '#lib/shared/voice/protocol.ts';

/** What a transcriber says about the sound it was given. Times are media times of the microphone, ms, where the provider tells them. */
export type TranscriptEvent =
	| { type: 'speech-started'; mediaMs?: number }
	/** The whole utterance so far; replaces the one before. */
	| { type: 'interim'; text: string }
	/** Likely the end of the turn: an answer may be prepared; taken back by `resumed`. */
	| { type: 'eager-end'; text: string }
	| { type: 'resumed' }
	/** The turn is over. Never with an empty text: silence is no turn. `endedAtMs`: where its sound ends. */
	| { type: 'final'; text: string; endedAtMs?: number };

/** One connection to a transcriber. Nothing comes after `closed` has settled. */
export interface TranscriptStream {
	/** 16 kHz mono. `mediaMs`: of its first sample. Never throws, never waits; what cannot be sent closes the stream. */
	push(samples: Int16Array, mediaMs: number): void;
	/** The person has stopped (let go of the button, muted): what there is becomes final soon. */
	finish(): void;
	/** Bills nothing and keeps the provider from hanging up while there is no sound. */
	keepAlive(): void;
	close(): void;
	/** Resolves after close(); rejects with AppError `unavailable` or `rate-limited` when the provider is lost. */
	readonly closed: Promise<void>;
}

export interface Transcriber {
	readonly mode: Exclude<TranscriberMode, 'browser' | 'typing'>;
	/** Whether it knows by itself where a turn ends; otherwise the voice room tells it by `finish`. */
	readonly detectsTurns: boolean;
	/** Rejects with AppError `unavailable` or `rate-limited`. */
	open(options: {
		language: string;
		onEvent: (event: TranscriptEvent) => void;
		signal: AbortSignal;
	}): Promise<TranscriptStream>;
}

/** One response being spoken. */
export interface SpeechStream {
	/** Hz. */
	readonly sampleRate: number;
	/** A piece of text to say, whole words; pieces are said in order. */
	say(text: string): void;
	/** Nothing more comes: what is held back is spoken now. */
	finish(): void;
	/** At once; nothing comes after it. */
	cancel(): void;
	/**
	 * The sound, in order, PCM16 mono. `piece` is the index of the `say` a sound belongs to: pieces never share one, so that what was heard can be told.
	 * Ends after finish() or cancel(); throws AppError `unavailable` or `rate-limited`.
	 */
	readonly sound: AsyncIterable<{ piece: number; samples: Int16Array }>;
}

export interface Speaker {
	readonly mode: Exclude<SpeakerMode, 'browser' | 'text'>;
	/** Rejects with AppError `unavailable` or `rate-limited`. */
	open(options: { language: string; signal: AbortSignal }): Promise<SpeechStream>;
}

/** Those of this deployment, best first; none is normal: then the browser does it, or the person types and reads. */
export interface SpeechProviders {
	transcribers: readonly Transcriber[];
	speakers: readonly Speaker[];
}
