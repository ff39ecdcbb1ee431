// The live sockets of a conversation: every event of the log, for every tab, each socket from a position of its own. The position
// is kept with the socket, so that it outlives the object's sleep.
import type { LiveFrame, LogEvent } from '#lib/shared/conversation/event.ts';
import type { Journal } from '../journal.ts';
import type { EventLog } from '../store/event-log.ts';

/** One open socket, as the platform keeps it. */
export interface LiveSocket {
	position(): number;
	moveTo(seq: number): void;
	send(frame: string): void;
}

const EVENTS_AT_ONCE = 200;

/** Brings a socket up to what may be delivered. A socket that fails is left to the platform, which closes it. */
export function catchUp(socket: LiveSocket, log: EventLog, journal: Journal): void {
	const upTo = journal.visibleSeq();
	try {
		for (let position = socket.position(); position < upTo;) {
			const events = log.read(position, upTo, EVENTS_AT_ONCE);
			for (const event of events) socket.send(JSON.stringify(toFrame(event)));
			position = events.at(-1)?.seq ?? upTo;
			socket.moveTo(position);
		}
	} catch {
		// Closed under our hands: its reader comes back with the position it has.
	}
}

export function readyFrame(seq: number): string {
	return JSON.stringify({ type: 'ready', seq } satisfies LiveFrame);
}

function toFrame({ seq, turnId, messageId, at, part }: LogEvent): LiveFrame {
	return { type: 'event', seq, turnId, messageId, at, part };
}
