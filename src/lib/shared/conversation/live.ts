// The live socket's frames, both ways: JSON, one object a message. What a reader does not know it passes over.
import { z } from 'zod';
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

/** Server to browser. */
export type LiveFrame =
	/** The log, in order, without gaps from where the socket was opened. */
	| { type: 'events'; events: LiveEvent[] }
	/** Everything up to `seq` has been sent; `key` is the reader's own. */
	| { type: 'ready'; seq: number; key: string }
	/** Everybody who is here, after each change of it. */
	| { type: 'presence'; people: LivePerson[] }
	/** Holds for TYPING_MS, or until it is said again. */
	| { type: 'typing'; key: string; isTyping: boolean };

/** Browser to server. */
export const LiveRequest = z.object({ type: z.literal('typing'), isTyping: z.boolean() });
export type LiveRequest = z.infer<typeof LiveRequest>;

export const TYPING_MS = 6_000;
