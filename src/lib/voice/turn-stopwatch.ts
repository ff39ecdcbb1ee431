// What the page measures of a turn, once each: the person stops speaking → the first sound of the answer; speech begins while sound
// plays → the sound has stopped. Times are ms of one clock, which the caller reads. Content-free.
import type { ClientTurnMetrics } from '../shared/voice/protocol.ts';

interface Counters {
	underruns: number;
	reconnects: number;
	replayedFrames: number;
}

/** Two tellings of one end differ by less, and two utterances by more. */
const SAME_END_MS = 150;

export class TurnStopwatch {
	#speechEndedAt: number | undefined;
	/** The end of speech that a turn was made of. */
	#countedAt = Number.NEGATIVE_INFINITY;
	#bargeInAt: number | undefined;
	#bargeInStopMs: number | undefined;
	#before: Counters = { underruns: 0, reconnects: 0, replayedFrames: 0 };
	/** Turns that were spoken and not yet answered, with when their speech ended. */
	readonly #endings = new Map<string, number>();
	readonly #measured = new Map<string, number>();

	/** The last voice of an utterance was at `at`. */
	speechEnded(at: number): void {
		// The same end, noticed again after its turn was understood.
		if (at > this.#countedAt + SAME_END_MS) this.#speechEndedAt = at;
	}

	/** The turn was understood from what was said; a typed one has no beginning to measure from. */
	turnFinal(turnId: string): void {
		if (this.#speechEndedAt === undefined) return;
		this.#endings.set(turnId, this.#speechEndedAt);
		this.#countedAt = this.#speechEndedAt;
		this.#speechEndedAt = undefined;
	}

	/** The first sound of an answer leaves the worklet. Returns what to report of it. */
	firstSound(turnId: string, at: number): number | undefined {
		const endedAt = this.#endings.get(turnId);
		if (endedAt === undefined) return undefined;
		this.#endings.delete(turnId);
		const v2vMs = at - endedAt;
		this.#measured.set(turnId, v2vMs);
		return v2vMs;
	}

	/** Voice that has just lasted since `at` pauses the sound. */
	bargedIn(at: number): void {
		this.#bargeInAt = at;
	}

	/** The sound has stopped. Returns what to report of it. */
	soundStopped(at: number): number | undefined {
		if (this.#bargeInAt === undefined) return undefined;
		this.#bargeInStopMs = at - this.#bargeInAt;
		this.#bargeInAt = undefined;
		return this.#bargeInStopMs;
	}

	/** The answer was heard, or cut off: what is sent of its turn. `now`: counters since the call began. */
	turnHeard(turnId: string, now: Counters): ClientTurnMetrics {
		const v2vMs = this.#measured.get(turnId);
		const bargeInStopMs = this.#bargeInStopMs;
		const metrics: ClientTurnMetrics = {
			turnId,
			...(v2vMs === undefined ? {} : { v2vMs }),
			...(bargeInStopMs === undefined ? {} : { bargeInStopMs }),
			underruns: now.underruns - this.#before.underruns,
			reconnects: now.reconnects - this.#before.reconnects,
			replayedFrames: now.replayedFrames - this.#before.replayedFrames
		};
		this.#measured.delete(turnId);
		this.#bargeInStopMs = undefined;
		this.#before = { ...now };
		return metrics;
	}
}
