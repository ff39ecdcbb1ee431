// Whether to ask a service that has been failing: the circuit breaker of M. Nygard's "Release It!" (2nd ed., 5.2). Closed, everybody asks;
// after some failures in a row it is open and nobody does; when its time is over one asks, and the answer decides. Pure.

export interface BreakerSettings {
	/** Failures in a row that open it. */
	failureThreshold: number;
	/** Milliseconds it stays open before one may ask again. */
	recoveryTimeout: number;
}

export interface BreakerState {
	consecutiveFailures: number;
	/** Milliseconds since epoch; null: closed. Once it is past, one may ask (half-open). */
	openUntil: number | null;
}

/** `probe`: the one whose answer decides. */
export type Admission = 'pass' | 'probe' | 'refused';
export type Outcome = 'success' | 'failure';

export const CLOSED: BreakerState = { consecutiveFailures: 0, openUntil: null };

/** The state afterwards holds that somebody probes: whoever never reports back keeps the others away for no longer than a recovery. */
export function admit(
	state: BreakerState,
	{ recoveryTimeout }: BreakerSettings,
	now: number
): { admission: Admission; state: BreakerState } {
	if (state.openUntil === null) return { admission: 'pass', state };
	if (now < state.openUntil) return { admission: 'refused', state };
	return { admission: 'probe', state: { ...state, openUntil: now + recoveryTimeout } };
}

/** What was asked before it opened says nothing about now: only a probe moves an open breaker. */
export function afterOutcome(
	state: BreakerState,
	{ admission, outcome }: { admission: Admission; outcome: Outcome },
	{ failureThreshold, recoveryTimeout }: BreakerSettings,
	now: number
): BreakerState {
	if (state.openUntil !== null && admission !== 'probe') return state;
	if (outcome === 'success') return CLOSED;
	const consecutiveFailures = state.consecutiveFailures + 1;
	const isOpen = admission === 'probe' || consecutiveFailures >= failureThreshold;
	return { consecutiveFailures, openUntil: isOpen ? now + recoveryTimeout : null };
}
