// The live socket's frames, both ways: JSON, one object a message. What a reader does not know it passes over. Read by the page: no
// schema here, it would take all of zod there.
import type { LogEvent } from './event.ts';

export type LiveEvent = Omit<LogEvent, 'version'>;

/** Somebody who has the conversation open. */
export interface LivePerson {
	/** Stands for the person while they are here; says nothing about who they are elsewhere. */
	key: string;
	/** The one whose conversation it is, or somebody of the school. */
	role: 'owner' | 'staff';
	/** Of staff only. */
	name?: string;
	tabs: number;
}

/** Never shown to whoever the conversation belongs to. */
export interface InternalNote {
	id: string;
	/** The log position after which it was written. */
	position: number;
	/** whisper: a suggestion to the model; summary: what a person told the model when they gave the floor back. */
	kind: 'note' | 'whisper' | 'summary';
	authorName: string;
	text: string;
	at: number;
}

/** Server to browser. */
export type LiveFrame =
	/** The log, in order, without gaps from where the socket was opened. */
	| { type: 'events'; events: LiveEvent[] }
	/** Everything up to `seq` has been sent; `key` is the reader's own. */
	| { type: 'ready'; seq: number; key: string }
	/** Everybody who is here, after each change of it. */
	| { type: 'presence'; people: LivePerson[] }
	/** What the school's people write about it for each other: to them alone, all of it, oldest first, and after each change. */
	| { type: 'notes'; notes: InternalNote[] }
	/** Holds for TYPING_MS, or until it is said again. */
	| { type: 'typing'; key: string; isTyping: boolean };

/** Browser to server. */
export interface LiveRequest {
	type: 'typing';
	isTyping: boolean;
}

export const TYPING_MS = 6_000;
