// Which of several providers is used: the best that works. One that failed is left alone for a while, longer each time, and then tried
// again; nothing goes up but by a trial that succeeded. The last one never fails: it asks nobody.
import type { Clock } from '../platform/index.ts';

export interface ProviderChain<Mode extends string> {
	mode(): Mode;
	/** It does not work now. True when another one is used from now on. */
	failed(mode: Mode, options?: { forGood?: boolean }): boolean;
	/** It works. True when a better one is used from now on. */
	works(mode: Mode): boolean;
	/** The best one above that may be tried again now. */
	toRetry(): Mode | undefined;
	/** When there will be one, ms since epoch. */
	retryAt(): number | undefined;
}

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** `startAt`: the one that was used before a process was lost. */
export function createProviderChain<Mode extends string>(options: {
	modes: readonly [...Mode[], Mode];
	clock: Clock;
	startAt?: Mode;
}): ProviderChain<Mode> {
	const { clock } = options;
	const modes = options.modes as readonly Mode[];
	const last = modes.length - 1;
	const failures = new Map<Mode, { count: number; until: number }>();
	let at = options.startAt === undefined ? 0 : Math.max(0, modes.indexOf(options.startAt));
	// What stands above it had failed: tried again soon, not at once.
	for (const mode of modes.slice(0, at))
		failures.set(mode, { count: 1, until: clock.now() + FIRST_PAUSE_MS });

	const isResting = (mode: Mode) => (failures.get(mode)?.until ?? 0) > clock.now();
	const above = () => modes.slice(0, at);

	return {
		mode: () => modes[at] as Mode,
		failed(mode, { forGood = false } = {}) {
			const index = modes.indexOf(mode);
			if (index === -1 || index === last) return false;
			const count = (failures.get(mode)?.count ?? 0) + 1;
			const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (count - 1));
			failures.set(mode, { count, until: forGood ? Infinity : clock.now() + pauseMs });
			if (index !== at) return false;
			const next = modes.findIndex((other, below) => below > at && !isResting(other));
			at = next === -1 ? last : next;
			return true;
		},
		works(mode) {
			failures.delete(mode);
			const index = modes.indexOf(mode);
			if (index === -1 || index >= at) return false;
			at = index;
			return true;
		},
		toRetry: () => above().find((mode) => !isResting(mode)),
		retryAt() {
			const times = above().map((mode) => failures.get(mode)?.until ?? clock.now());
			const soonest = Math.min(...times);
			return Number.isFinite(soonest) ? soonest : undefined;
		}
	};
}
