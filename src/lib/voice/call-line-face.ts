// What the line of a call is given and what it tells. The line itself is call-line.ts.
import type { SoundFrame } from '../shared/voice/frames.ts';
import type { BrowserSpeech, CallEvent } from '../shared/voice/protocol.ts';
import type { CallError } from './call-face.ts';
import type { OpenCallTransport, SoundPath } from './call-transport.ts';
import type { UplinkStep } from './uplink.ts';

export interface LineDependencies {
	open: OpenCallTransport;
	/** ms of a clock that never goes back. */
	now(): number;
	/** Calling what it returns takes it back. */
	later(delayMs: number, work: () => void): () => void;
	random(): number;
	/** Asks the server whether there may be a socket at all; undefined when nothing is against it, so that it is tried again. */
	mayCall(): Promise<CallError | undefined>;
	/** What lets this tab come back to its call after it was loaded anew. */
	keepSession(session: { sessionId: string; token: string } | undefined): void;
}

export interface LineListener {
	/** `isPast`: it was said before this page was loaded. */
	onEvent(event: CallEvent, isPast: boolean): void;
	/** Frames of speech, each once, in order. */
	onSpeech(frame: SoundFrame): void;
	onState(state: 'opening' | 'ready' | 'lost'): void;
	/** It does not come back by itself. */
	onRefused(error: CallError): void;
	onUplink(step: Exclude<UplinkStep, 'dead'>): void;
	/** Sound goes by a media track, or by the socket again. */
	onSoundPath?(path: SoundPath): void;
}

export interface LineStart {
	browser: BrowserSpeech;
	language?: string;
	takeOver?: boolean;
	/** Goes on with the call this tab had before it was loaded anew. */
	session?: { sessionId: string; token: string };
}
