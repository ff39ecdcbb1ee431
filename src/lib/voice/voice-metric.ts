// What the page measures of a call, for whoever measures it from outside (the benchmark): an event on the window, content-free.

export type VoiceMetric =
	/** The person stopped speaking → the first sound of the answer left the audio thread. */
	| { name: 'v2v'; ms: number; turnId: string }
	/** Voice was first heard while sound played → the audio thread said that it is silent. */
	| { name: 'barge-in-stop'; ms: number }
	| { name: 'paused' | 'resumed' | 'cancelled'; responseId: number; playedMs: number }
	/** The line is there; `ms` since it was lost, or since the call began. */
	| { name: 'ready'; ms: number; reconnects: number; replayedFrames: number; lostFrames: number }
	/** A turn was heard to its end, or to where it was cut off. Counters are of this turn. */
	| { name: 'turn'; turnId: string; underruns: number; reconnects: number; replayedFrames: number }
	/** What the server measured of a turn. */
	| { name: 'server'; turnId: string; metrics: object };

export const VOICE_METRIC = 'segue:voice-metric';

/** Heard as a CustomEvent<VoiceMetric & { at: number }>; `at` is performance.now(). */
export function reportMetric(metric: VoiceMetric): void {
	dispatchEvent(new CustomEvent(VOICE_METRIC, { detail: { ...metric, at: performance.now() } }));
}
