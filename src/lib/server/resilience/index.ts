export {
	admit,
	afterOutcome,
	CLOSED,
	type Admission,
	type BreakerSettings,
	type BreakerState,
	type Outcome
} from './breaker-state.ts';
export {
	createCircuitBreakers,
	type CircuitBreaker,
	type CircuitBreakerRemote,
	type CircuitBreakers
} from './circuit-breaker.ts';
export { REAL_TIME, tryAgain, type Patience } from './retry.ts';
export { createDeadline, TooSlow, type Deadline } from './deadline.ts';
