// One open socket of a conversation, as the rules see it. What it carries is kept with it, so that it outlives the object's sleep.
import type { LivePerson } from '#lib/shared/conversation/live.ts';

/** Who is at the other end. */
export interface Watcher extends Omit<LivePerson, 'tabs'> {
	/** Never leaves the server. */
	personId: string;
	/** Whether the others are told that they type. */
	mayWrite: boolean;
}

export interface LiveSocket {
	readonly watcher: Watcher;
	/** Every event up to here has been sent. */
	position(): number;
	moveTo(seq: number): void;
	/** Keeps the position with the socket: until then it is in memory only. */
	keep(): void;
	send(frame: string): void;
	close(code: number, reason: string): void;
}
