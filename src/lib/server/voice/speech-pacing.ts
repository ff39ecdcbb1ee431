// How far a response has been played, as far as the server can know: told by the browser now and then, in between by the clock. And
// how much more may be sent: the sound is never more than SPEECH_AHEAD_MS ahead, so that cutting it off leaves little to throw away.
import { SPEECH_AHEAD_MS } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';

export interface SpeechPacing {
	/** So much more was sent. */
	sent(ms: number): void;
	sentMs(): number;
	/** The browser says how far it is. */
	mark(playedMs: number): void;
	/** The sound stands still, or goes on. */
	pause(): void;
	resume(): void;
	/** Never more than was sent. */
	playedMs(): number;
	/** How long until so much more may be sent; 0 when it may now. undefined while the sound stands still. */
	waitMs(ms: number): number | undefined;
}

export function createSpeechPacing({ clock }: { clock: Clock }): SpeechPacing {
	let sentMs = 0;
	let knownMs = 0;
	/** Since when it plays; undefined: it stands still. */
	let since: number | undefined;

	const playedMs = () => Math.min(sentMs, knownMs + (since === undefined ? 0 : clock.now() - since));
	let isPaused = false;

	return {
		sent(ms) {
			// What has run dry begins to play again with what comes now.
			if (!isPaused) {
				knownMs = playedMs();
				since = clock.now();
			}
			sentMs += ms;
		},
		sentMs: () => sentMs,
		mark(ms) {
			knownMs = Math.min(sentMs, ms);
			if (!isPaused) since = clock.now();
		},
		pause() {
			knownMs = playedMs();
			since = undefined;
			isPaused = true;
		},
		resume() {
			if (!isPaused) return;
			isPaused = false;
			since = clock.now();
		},
		playedMs,
		waitMs(ms) {
			const ahead = sentMs + ms - playedMs();
			if (ahead <= SPEECH_AHEAD_MS) return 0;
			// Whole milliseconds: a clock knows no others.
			return isPaused ? undefined : Math.ceil(ahead - SPEECH_AHEAD_MS);
		}
	};
}
