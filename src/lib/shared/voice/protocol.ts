// What travels on the socket of a call: JSON as text messages, sound as binary ones (frames.ts). Types and numbers only: read by the
// page, which must not take a schema with it; the server parses with control-schema.ts. What a reader does not know it passes over.
import type { ErrorCode } from '../errors.ts';

/** What the browser can do by itself. */
export interface BrowserSpeech {
	/** SpeechRecognition. */
	recognition: boolean;
	/** speechSynthesis with at least one voice. */
	synthesis: boolean;
}

/** Who turns speech into text. `browser`: the page does and passes text up, no sound. `typing`: nobody. */
export type TranscriberMode = 'flux' | 'nova-3' | 'whisper' | 'deepgram' | 'scripted' | 'browser' | 'typing';

/** Who turns text into speech. `browser`: the page does, from `response.text.delta`. `text`: nobody, it is read. */
export type SpeakerMode = 'aura-2' | 'aura-1' | 'openai-compatible' | 'scripted' | 'browser' | 'text';

export interface CallModes {
	transcriber: TranscriberMode;
	speaker: SpeakerMode;
}

/** Browser to server. */
export type CallRequest =
	/** `takeOver`: end the call of another tab; without it a second tab is refused with `conflict`. */
	| { type: 'session.start'; browser: BrowserSpeech; language?: string; takeOver?: boolean }
	| { type: 'session.resume'; sessionId: string; token: string; lastEventSeq: number; browser: BrowserSpeech }
	/** Something typed during the call. Sent again with the same id it is one message. */
	| { type: 'input.text'; clientMessageId: string; text: string }
	/** What the browser's own recognition hears. `utterance` counts up; a final one ends it. */
	| { type: 'input.transcript'; utterance: number; text: string; isFinal: boolean }
	/** The voice detection of the browser; media time of the microphone. An edge to `true` while sound plays: playback was paused. */
	| { type: 'input.speech'; isSpeaking: boolean; mediaMs: number }
	| { type: 'audio.mute'; isMuted: boolean }
	/** How far a response was heard. `playedMs` of sound; `spokenChars` where the browser speaks: into the message's text, as `charsFrom`. */
	| { type: 'playback.mark'; responseId: number; playedMs: number; spokenChars?: number }
	| { type: 'response.cancel'; responseId: number; playedMs: number; spokenChars?: number }
	/** The page gives up a step by itself: recognition or synthesis of the browser failed, or the uplink is too slow for sound. */
	| { type: 'mode.failed'; stage: 'transcriber' | 'speaker' | 'uplink'; mode: string }
	/** Measured by the page, once a turn; content-free. */
	| ({ type: 'metrics.turn' } & ClientTurnMetrics)
	| { type: 'session.end' };

export interface ClientTurnMetrics {
	turnId: string;
	/** The person stops speaking → the first audible sample. */
	v2vMs?: number;
	/** Speech begins while sound plays → the sound has paused. */
	bargeInStopMs?: number;
	underruns: number;
	reconnects: number;
	replayedFrames: number;
}

/**
 * Server to browser. Journaled ones have `eventSeq` and are sent again on resume, after `session.ready`, from the one after `lastEventSeq`.
 * Frames of speech of the running response that may not have been played yet come again too, with the `seq` they had: drop those you have.
 */
export type CallEvent = JournaledEvent | PassingEvent;

export type JournaledEvent = { eventSeq: number } & JournaledBody;

export type JournaledBody =
	| { type: 'speech.started' }
	/** A turn was understood; its question is in the conversation's log. */
	| { type: 'turn.final'; turnId: string; text: string }
	/** `sampleRate` of the sound that comes, Hz; 0 where none comes from the server. `messageId`: the answer in the log. */
	| {
			type: 'response.started';
			responseId: number;
			turnId: string;
			messageId: string;
			sampleRate: number;
			from: 'assistant' | 'person';
	  }
	/**
	 * A piece of the answer, whole words. `charsFrom`: where it begins in the message's text (UTF-16). `audioFromMs`: where it begins in the
	 * response's sound. `spoken`: how it is said aloud.
	 */
	| {
			type: 'response.text.delta';
			responseId: number;
			text: string;
			charsFrom: number;
			audioFromMs: number;
			spoken: string;
	  }
	/** Everything of it has been sent; `audioMs`: how long its sound is. */
	| { type: 'response.done'; responseId: number; status: 'completed' | 'failed'; audioMs: number }
	/** Idempotent by `responseId`. `heardChars` into the message's text. */
	| { type: 'response.cancelled'; responseId: number; heardText: string; heardChars: number }
	| {
			type: 'provider.state';
			stage: 'transcriber' | 'speaker';
			mode: TranscriberMode | SpeakerMode;
			reason: ModeReason;
	  }
	| { type: 'session.ended'; reason: 'ended' | 'replaced' | 'expired' | 'deleted' | 'failed' };

export type ModeReason = 'start' | 'failed' | 'recovered' | 'uplink';

export type PassingEvent =
	/** Answer to start and resume. `nextMicSeq`: the first frame that the server does not have. */
	| {
			type: 'session.ready';
			sessionId: string;
			token: string;
			nextMicSeq: number;
			eventSeq: number;
			modes: CallModes;
	  }
	/** Frames up to and with `seq` need not be kept any longer. */
	| { type: 'audio.ack'; seq: number }
	/** '': what was being understood was nothing to the call. */
	| { type: 'transcript.interim'; text: string }
	/** What paused the sound was no interruption: it goes on where it stopped. */
	| { type: 'response.resumed'; responseId: number }
	/** What the assistant does: for the screen. */
	| { type: 'state'; state: 'listening' | 'thinking' | 'speaking' | 'with-person' }
	| { type: 'metrics.turn'; turnId: string; metrics: ServerTurnMetrics }
	| {
			type: 'error';
			code: ErrorCode;
			message: string;
			stage: 'session' | 'frame' | 'control' | 'transcriber' | 'answer' | 'speaker';
			retryable: boolean;
	  };

/** Milliseconds, measured by the object; content-free. Left out where it did not happen. */
export interface ServerTurnMetrics {
	/** The last voiced sound → the turn was final. */
	eotDelayMs?: number;
	firstInterimMs?: number;
	llmTtftMs?: number;
	firstClauseMs?: number;
	ttsTtfbMs?: number;
	/** The end of speech as the server got it → the first sound sent, without what transcriber, model and speaker took. */
	overheadMs?: number;
	heardRatio?: number;
	micGapFrames: number;
	replayedFrames: number;
	modes: CallModes;
}

export const MIC_SAMPLE_RATE = 16_000;
export const SPEECH_SAMPLE_RATE = 24_000;
/** A microphone frame: so many subframes of so many milliseconds. */
export const MIC_SUBFRAME_MS = 20;
export const MIC_SUBFRAMES = 4;
/** A frame of speech. */
export const SPEECH_CHUNK_MS = 40;
/** How far the server may be ahead of what was played: longer than a busy process stands still. What is thrown away costs nothing but its bytes. */
export const SPEECH_AHEAD_MS = 1_200;
/** How long the page keeps microphone frames that were not acknowledged. */
export const MIC_KEPT_MS = 30_000;
export const MARK_EVERY_MS = 500;
/** Voice for so long, while sound plays, pauses it. */
export const PAUSE_AFTER_MS = 120;
/** Without a transcript for so long it goes on. */
export const DECIDE_WITHIN_MS = 1_000;
/** More than this waiting to be sent, bytes: sound is too much for the line. */
export const UPLINK_LIMIT = 64 * 1024;
/** A session can be resumed for so long after its socket closed. */
export const RESUMABLE_MS = 120_000;
