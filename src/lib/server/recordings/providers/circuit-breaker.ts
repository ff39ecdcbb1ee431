// Keeps from asking what does not answer: after some failures in a row nobody asks for a while, then one does, and its answer decides.
// One an isolate: each learns for itself, which costs a few questions and needs no store.
import type { Clock } from '../../platform/index.ts';

export interface CircuitBreaker {
	/** Whether to ask now. True for one asker only while it is being found out whether the other side is there again. */
	mayAsk(): boolean;
	succeeded(): void;
	failed(): void;
}

export interface BreakerOptions {
	clock: Clock;
	failures: number;
	pauseMs: number;
}

export function createCircuitBreaker({ clock, failures, pauseMs }: BreakerOptions): CircuitBreaker {
	let inRow = 0;
	let openUntil = 0;
	return {
		mayAsk() {
			if (inRow < failures) return true;
			if (clock.now() < openUntil) return false;
			// Who comes while this one asks is told no; who never reports back blocks nobody for longer than a pause.
			openUntil = clock.now() + pauseMs;
			return true;
		},
		succeeded() {
			inRow = 0;
		},
		failed() {
			inRow += 1;
			if (inRow >= failures) openUntil = clock.now() + pauseMs;
		}
	};
}
