// What the line of a call is given and what it tells. The line itself is call-line.ts.
import type { SoundFrame } from '../shared/voice/frames.ts';
import type { BrowserSpeech, CallEvent } from '../shared/voice/protocol.ts';
import type { CallError } from './call-face.ts';
import type { OpenCallTransport } from './call-transport.ts';
import type { UplinkStep } from './uplink.ts';

export interface LineDependencies {
	open: OpenCallTransport;
	/** ms of a clock that never goes back. */
	now(): number;
	/** Calling what it returns takes it back. */
	later(delayMs: number, work: () => void): () => void;
	random(): number;
	/** Asks the server why a socket could not be opened; undefined when it would not say, so that it is tried again. */
	whyRefused(): Promise<CallError | undefined>;
	/** What lets this tab come back to its call after it was loaded anew. */
	keepSession(session: { sessionId: string; token: string } | undefined): void;
}

export interface LineListener {
	onEvent(event: CallEvent): void;
	/** Frames of speech, each once, in order. */
	onSpeech(frame: SoundFrame): void;
	onState(state: 'opening' | 'ready' | 'lost'): void;
	/** It does not come back by itself. */
	onRefused(error: CallError): void;
	onUplink(step: Exclude<UplinkStep, 'dead'>): void;
}

export interface LineStart {
	browser: BrowserSpeech;
	language?: string;
	takeOver?: boolean;
	/** Goes on with the call this tab had before it was loaded anew. */
	session?: { sessionId: string; token: string };
}
