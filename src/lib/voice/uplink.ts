// Whether the line carries the microphone. More than 64 KB waiting is too much: first the person is asked to hold a button while speaking,
// and when that is too much as well, to type. A line that takes nothing at all for five seconds is not slow but dead.
import { UPLINK_LIMIT } from '../shared/voice/protocol.ts';

export type UplinkStep = 'push-to-talk' | 'typing' | 'dead';

/** After the first step what was waiting may leave; then it has to stay small. */
const PATIENCE_MS = 10_000;
const DEAD_MS = 5_000;
/** What was not watched for longer may have moved meanwhile. */
const WATCHED_MS = 1_000;

export class Uplink {
	#step: 'open' | 'push-to-talk' | 'typing' = 'open';
	#patientUntil = 0;
	#buffered = 0;
	#drainedAt = 0;
	#watchedAt = 0;

	/** A line has just become ready: what was kept for it may take its time. */
	ready(now: number): void {
		this.#patientUntil = now + PATIENCE_MS;
		this.#buffered = 0;
		this.#drainedAt = now;
	}

	/** `buffered`: bytes the socket holds; `unsent`: bytes that were not even given to it. Says a step when it is to be taken. */
	watch(now: number, buffered: number, unsent: number): UplinkStep | undefined {
		const hasPaused = now - this.#watchedAt > WATCHED_MS;
		if (buffered === 0 || buffered < this.#buffered || hasPaused) this.#drainedAt = now;
		this.#buffered = buffered;
		this.#watchedAt = now;
		if (now - this.#drainedAt >= DEAD_MS) {
			this.#drainedAt = now;
			return 'dead';
		}
		if (buffered + unsent <= UPLINK_LIMIT || now < this.#patientUntil) return undefined;
		this.#patientUntil = now + PATIENCE_MS;
		if (this.#step === 'typing') return undefined;
		this.#step = this.#step === 'open' ? 'push-to-talk' : 'typing';
		return this.#step;
	}

	/** The person wants to listen openly again, or calls anew: it begins from the top. */
	forgive(): void {
		this.#step = 'open';
	}
}
