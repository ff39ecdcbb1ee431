// Brings every open socket up to what may be delivered. Guarantees: each socket gets every event once, in order, from a position
// of its own. The first event after a pause goes at once; while more come, they go together, a few times a second: what fifty
// watchers cost the writer is fifty messages a window, not fifty an event.
import type { Journal } from '../journal.ts';
import type { EventLog, StoredEvent } from '../store/event-log.ts';
import type { LiveSocket } from './live-socket.ts';

/** Well below what an eye takes for a pause; longer for a crowd, so that its cost stays a small part of the writer's time. */
const windowMs = (sockets: number) => Math.min(40 + sockets, 200);
const EVENTS_AT_ONCE = 200;

export interface Delivery {
	/** There may be something new. */
	notice(): void;
	/** Brings one socket up to date at once. */
	catchUp(socket: LiveSocket): void;
}

export interface DeliveryOptions {
	log: EventLog;
	journal: Journal;
	sockets: () => LiveSocket[];
	later: (delayMs: number, work: () => void) => void;
	/** While a turn runs the object cannot sleep, and positions need not be kept. */
	isBusy: () => boolean;
}

export function createDelivery({ log, journal, sockets, later, isBusy }: DeliveryOptions): Delivery {
	let isWindowOpen = false;
	let isMore = false;

	/** `frames` of this round by where they begin: most sockets stand at the same place. */
	function bring(socket: LiveSocket, frames: Map<number, string>): void {
		const upTo = journal.visibleSeq();
		try {
			for (let position = socket.position(); position < upTo;) {
				const last = Math.min(position + EVENTS_AT_ONCE, upTo);
				const frame = frames.get(position) ?? toFrame(log.read(position, last, EVENTS_AT_ONCE));
				frames.set(position, frame);
				socket.send(frame);
				socket.moveTo(last);
				position = last;
			}
			if (!isBusy()) socket.keep();
		} catch {
			// Closed under our hands: its reader comes back with the position it has.
		}
	}

	function deliver(): void {
		isMore = false;
		const frames = new Map<number, string>();
		for (const socket of sockets()) bring(socket, frames);
	}

	function openWindow(): void {
		isWindowOpen = true;
		later(windowMs(sockets().length), () => {
			isWindowOpen = false;
			if (!isMore) return;
			deliver();
			openWindow();
		});
	}

	return {
		notice() {
			if (isWindowOpen) {
				isMore = true;
				return;
			}
			if (sockets().length === 0) return;
			deliver();
			openWindow();
		},
		catchUp: (socket) => bring(socket, new Map())
	};
}

/** The parts are JSON already, and stay the bytes that were stored. */
function toFrame(events: readonly StoredEvent[]): string {
	const texts = events.map(
		({ json, seq, turnId, messageId, at }) =>
			`${JSON.stringify({ seq, turnId, messageId, at }).slice(0, -1)},"part":${json}}`
	);
	return `{"type":"events","events":[${texts.join(',')}]}`;
}
