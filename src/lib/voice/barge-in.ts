// The first step of an interruption, decided in the page: voice for 120 ms while the assistant is heard pauses it at once. Whether it was
// one, the server decides by what was said; without its word the sound goes on after a second. Times are ms of any clock.
import { DECIDE_WITHIN_MS, PAUSE_AFTER_MS } from '../shared/voice/protocol.ts';

export type BargeInAct =
	| 'pause'
	/** It goes on where it stopped: no transcript came. */
	| 'resume'
	| undefined;

export class BargeIn {
	#pausedAt: number | undefined;
	#hasWords = false;
	#voicedWhileAudibleMs = 0;

	get isPaused(): boolean {
		return this.#pausedAt !== undefined;
	}

	/** Something was understood since it paused last: it was a voice, whatever it meant. */
	get hasWords(): boolean {
		return this.#hasWords;
	}

	/** Every 20 ms of the microphone. `voicedMs`: how long there has been voice. */
	hear(now: number, voice: { isSpeaking: boolean; voicedMs: number }, isAudible: boolean): BargeInAct {
		if (this.#pausedAt !== undefined) return this.tick(now);
		// What began before the sound counts from the sound on: the end of one's own sentence pauses nothing.
		this.#voicedWhileAudibleMs = isAudible && voice.voicedMs > 0 ? this.#voicedWhileAudibleMs + 20 : 0;
		if (!isAudible || !voice.isSpeaking || this.#voicedWhileAudibleMs < PAUSE_AFTER_MS) return undefined;
		this.#pausedAt = now;
		this.#hasWords = false;
		return 'pause';
	}

	/** Words were understood since it paused: the server has something to decide by, and gets as long again. */
	words(): void {
		this.#hasWords = true;
	}

	tick(now: number): BargeInAct {
		if (this.#pausedAt === undefined) return undefined;
		if (now - this.#pausedAt < DECIDE_WITHIN_MS * (this.#hasWords ? 2 : 1)) return undefined;
		this.decided();
		return 'resume';
	}

	/** By the server, or since there is nothing to pause any more. */
	decided(): void {
		this.#pausedAt = undefined;
		this.#voicedWhileAudibleMs = 0;
	}
}
