/** The only source of the time of day in rooms, so that tests can set it. */
export interface Clock {
	/** Milliseconds since epoch. */
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved. */
export function createManualClock(start = 1_750_000_000_000): Clock & { advance(ms: number): void } {
	let now = start;
	return {
		now: () => now,
		advance(ms) {
			now += ms;
		}
	};
}
