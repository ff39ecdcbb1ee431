// What a player with a small buffer would have played, told from when each piece of sound came: nothing is played, every gap is counted.

/** A player waits for so much sound before it begins, and again after it ran dry. */
const PREBUFFER_MS = 80;

export interface PlaybackLedger {
	/** Sound of `durationMs` came at `atMs`; pieces in order. */
	push(atMs: number, durationMs: number): void;
	playedMs(atMs: number): number;
	/** How often sound came after what was there had been played, and for how long it was silent. */
	readonly underruns: { count: number; silentMs: number };
	/** The most that ever waited to be played, ms. */
	readonly mostAheadMs: number;
	/** When the first sample is heard. */
	readonly startsAtMs: number | undefined;
}

export function createPlaybackLedger(prebufferMs = PREBUFFER_MS): PlaybackLedger {
	let startsAt: number | undefined;
	let endsAt = 0;
	let total = 0;
	let mostAhead = 0;
	const underruns = { count: 0, silentMs: 0 };
	return {
		push(at, duration) {
			if (startsAt === undefined) {
				startsAt = at + prebufferMs;
				endsAt = startsAt;
			} else if (at > endsAt) {
				underruns.count++;
				underruns.silentMs += at + prebufferMs - endsAt;
				endsAt = at + prebufferMs;
			}
			endsAt += duration;
			total += duration;
			mostAhead = Math.max(mostAhead, endsAt - Math.max(at, startsAt));
		},
		playedMs: (at) => (startsAt === undefined ? 0 : Math.max(0, total - Math.max(0, endsAt - at))),
		underruns,
		get mostAheadMs() {
			return mostAhead;
		},
		get startsAtMs() {
			return startsAt;
		}
	};
}
