// What a screen reader is told of a call. The ordinary round (listening, hearing, thinking, speaking) is said once each, so that its rhythm
// is learned, and then only what is out of the ordinary: a voice that comments on every step would be talked over, or be heard as a question.
import type { CallPhase } from './call-face.ts';

const ORDINARY: ReadonlySet<CallPhase> = new Set(['listening', 'hearing', 'thinking', 'speaking', 'paused']);
/** Comes back from something that was announced: that it is over is worth a word. */
const WORTH_AN_END: ReadonlySet<CallPhase> = new Set([
	'reconnecting',
	'with-person',
	'connecting',
	'refused'
]);

export class CallAnnouncer {
	readonly #known = new Set<string>();
	#phase: CallPhase | undefined;
	#words = '';

	/** The words to be said for where the call stands now; undefined for nothing. */
	hear(phase: CallPhase, words: string): string | undefined {
		const before = this.#phase;
		const isSame = phase === before && words === this.#words;
		// The same phase in other words: muted, or to be held down now.
		const isReworded = phase === before && !isSame;
		this.#phase = phase;
		this.#words = words;
		if (isSame) return undefined;
		const isNew = !this.#known.has(phase);
		this.#known.add(phase);
		const isBack = before !== undefined && WORTH_AN_END.has(before);
		return isNew || isReworded || isBack || !ORDINARY.has(phase) ? words : undefined;
	}
}
