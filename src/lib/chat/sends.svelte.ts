// The questions of one conversation that are on their way. Nothing that was typed is lost: a send stays in the outbox until the
// log holds it, and sending it again under the same id never runs it twice.
import type { Outbox, Unsent } from './outbox.ts';
import { backoffMs, WireError } from '#lib/shared/wire-error.ts';
import type { Surroundings } from './wire.ts';

export interface PendingSend extends Unsent {
	/** `waiting` for the network or for its turn to try again; `refused` needs a person to decide. */
	status: 'sending' | 'waiting' | 'refused';
	error?: WireError;
}

const MOST_ATTEMPTS = 6;

export class Sends {
	pending: PendingSend[] = $state([]);

	constructor(
		private readonly surroundings: Pick<Surroundings, 'wait' | 'isOnline' | 'newId'>,
		private readonly outbox: Outbox,
		/** Posts a question and follows its answer; throws a WireError when it was not taken. */
		private readonly post: (send: PendingSend) => Promise<void>
	) {}

	/** Says it now, or as soon as the network is back. */
	send(words: Omit<Unsent, 'clientMessageId'>): Promise<void> {
		const unsent: Unsent = { ...words, clientMessageId: this.surroundings.newId() };
		this.outbox.put(unsent);
		return this.take(unsent);
	}

	/** Sends what an earlier page left behind. */
	take(unsent: Unsent): Promise<void> {
		if (this.pending.some((send) => send.clientMessageId === unsent.clientMessageId))
			return Promise.resolve();
		this.pending.push({ ...unsent, status: 'sending' });
		return this.deliver(unsent.clientMessageId);
	}

	/** Also what sends a refused text again. */
	async deliver(clientMessageId: string): Promise<void> {
		for (let attempt = 0; ; attempt++) {
			const send = this.find(clientMessageId);
			if (send === undefined) return;
			send.status = this.surroundings.isOnline() ? 'sending' : 'waiting';
			try {
				await this.post(send);
				return;
			} catch (thrown) {
				if (!(thrown instanceof WireError)) throw thrown;
				const isHopeless =
					!thrown.isRetryable || (thrown.code !== 'unreachable' && attempt + 1 >= MOST_ATTEMPTS);
				send.status = isHopeless ? 'refused' : 'waiting';
				if (isHopeless) {
					send.error = thrown;
					// Kept on the page, not in the outbox: a reload must not send what was refused.
					this.outbox.drop(clientMessageId);
					return;
				}
				await this.surroundings.wait(thrown.retryAfterMs ?? backoffMs(attempt));
			}
		}
	}

	/** Gives a refused question up and hands it back to whoever wants to change it. */
	withdraw(clientMessageId: string): Unsent | undefined {
		const send = this.find(clientMessageId);
		this.#forget(clientMessageId);
		return send;
	}

	/** Forgets every send that the log holds by now. */
	settle(heldIds: readonly (string | undefined)[]): void {
		for (const { clientMessageId } of [...this.pending, ...this.outbox.all()])
			if (heldIds.includes(clientMessageId)) this.#forget(clientMessageId);
	}

	find(clientMessageId: string | null): PendingSend | undefined {
		return this.pending.find((send) => send.clientMessageId === clientMessageId);
	}

	#forget(clientMessageId: string): void {
		this.outbox.drop(clientMessageId);
		this.pending = this.pending.filter((send) => send.clientMessageId !== clientMessageId);
	}
}
