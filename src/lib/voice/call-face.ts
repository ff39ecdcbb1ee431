// What a screen sees of a call, and of dictation and reading aloud. Types only; the classes are call.svelte.ts, dictation.svelte.ts and
// read-aloud.svelte.ts. Words for people belong to the screen: here are codes.
import type { ErrorCode } from '../shared/errors.ts';
import type { CallModes, ModeReason, SpeakerMode, TranscriberMode } from '../shared/voice/protocol.ts';

export type CallPhase =
	| 'idle'
	/** The browser asks the person for the microphone. */
	| 'asking-permission'
	| 'connecting'
	| 'listening'
	/** The person is speaking. */
	| 'hearing'
	| 'thinking'
	| 'speaking'
	/** Something was heard while the assistant spoke: its sound has paused until it is known whether that was an interruption. */
	| 'paused'
	/** It was: what was not said is not said any more. Until the person has finished. */
	| 'interrupted'
	/** The line is lost and being fetched back; what is said meanwhile is kept. */
	| 'reconnecting'
	/** A person of the school answers. */
	| 'with-person'
	| 'ended'
	/** The call could not begin, or was ended by something other than the person: `error` says what. */
	| 'refused';

/** `open`: the microphone listens all the time. `push-to-talk`: while `talk(true)`. */
export type TalkMode = 'open' | 'push-to-talk';

/** A step down that the person should see. It goes when the step is taken back. */
export type Degradation =
	| { stage: 'transcriber'; mode: TranscriberMode; reason: ModeReason }
	| { stage: 'speaker'; mode: SpeakerMode; reason: ModeReason }
	/** The line is too slow to listen all the time, or for sound at all. */
	| { stage: 'uplink'; mode: 'push-to-talk' | 'typing'; reason: 'uplink' }
	/** Sound goes by the call's own connection: the one made for sound could not be had. */
	| { stage: 'sound'; mode: 'socket'; reason: 'failed' }
	/** Another microphone than the chosen one, since that is gone; or none is left and the person types. */
	| { stage: 'microphone'; mode: 'other-device' | 'typing'; reason: 'failed' };

export interface Caption {
	/** Stays the same while the entry changes. */
	id: string;
	who: 'me' | 'assistant' | 'person';
	text: string;
	/** Still being heard or still coming: the text may yet change or grow. */
	interim: boolean;
	/** How much of `text` was heard (UTF-16); of one's own words and of an answer that is only read: all. */
	heardChars: number;
	/** What comes after `heardChars` was cut off by an interruption and is never said. */
	isCut: boolean;
	/** The answer in the log. */
	messageId?: string;
}

export interface CallDevices {
	inputs: readonly { id: string; label: string }[];
	/** The id of the microphone in use; '' for the browser's own choice. */
	chosen: string;
}

export type CallErrorCode =
	| ErrorCode
	| 'microphone-denied'
	| 'microphone-missing'
	/** Another program holds it. */
	| 'microphone-busy'
	/** It was unplugged or taken away, and no other is there. */
	| 'microphone-lost'
	/** This browser cannot do it at all. */
	| 'unsupported-browser'
	/** The server does not answer. */
	| 'unreachable'
	/** `session.ended` by the server: another tab took the call, it was away too long, or the conversation was deleted. */
	| 'replaced'
	| 'expired'
	| 'deleted';

export interface CallError {
	code: CallErrorCode;
	/** `retry()` may help. */
	isRetryable: boolean;
	/** What the server said of it, ready to be shown; '' where the screen has to find the words. */
	message: string;
}

export interface CallOptions {
	conversationId: string;
	/** BCP 47; of the page when left out. */
	language?: string;
}

/** What dictation can end with besides an end. */
export type DictationError =
	'microphone-denied' | 'microphone-missing' | 'network' | 'unsupported-browser' | 'failed';

export type { CallModes };
