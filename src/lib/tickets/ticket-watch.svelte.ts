// An open ticket of the desk: tells every few seconds that somebody looks, and hears who else does and whether it was changed. Nothing is
// asked while nobody sees the page.
import type { TicketAnswer, TicketEvent, TicketPresence } from '#lib/shared/tickets.ts';

const EVERY_MS = 4_000;

export class TicketWatch {
	viewers: TicketPresence['viewers'] = $state.raw([]);
	/** What happened to the ticket lately, oldest first. */
	events: TicketEvent[] = $state.raw([]);
	/** Something is typed that was not sent. */
	isWriting = $state(false);

	readonly #ticket: string;
	/** Of the ticket that was last read. */
	#version = 0;

	constructor(number: number) {
		this.#ticket = `/api/tickets/${number}`;
	}

	async look(): Promise<void> {
		if (document.hidden) return;
		try {
			const answer = await fetch(`${this.#ticket}/presence`, {
				method: 'PUT',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ isWriting: this.isWriting })
			});
			if (!answer.ok) return;
			const { version, viewers }: TicketPresence = await answer.json();
			this.viewers = viewers;
			if (version > this.#version) await this.#readEvents(version);
		} catch {
			// Heard of again with the next look.
		}
	}

	/** Others hear of it at once, and not with the next look. */
	write(): void {
		if (this.isWriting) return;
		this.isWriting = true;
		void this.look();
	}

	async #readEvents(version: number): Promise<void> {
		const answer = await fetch(this.#ticket);
		const read: TicketAnswer | undefined = answer.ok ? await answer.json() : undefined;
		if (read === undefined || !('ticket' in read)) return;
		this.events = read.ticket.events;
		this.#version = version;
	}

	/** Until the function it gives is called. */
	start(): () => void {
		const look = () => void this.look();
		look();
		const timer = setInterval(look, EVERY_MS);
		document.addEventListener('visibilitychange', look);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', look);
			void fetch(`${this.#ticket}/presence`, { method: 'DELETE', keepalive: true }).catch(() => undefined);
		};
	}
}
