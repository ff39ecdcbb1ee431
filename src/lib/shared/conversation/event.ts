// One entry of a conversation's log. The log is append-only; `seq` grows by one without gaps. An older version is brought up
// to date when it is read (upcast), never rewritten.
import type { WirePart } from './parts.ts';

export const EVENT_VERSION = 1;

export interface LogEvent {
	seq: number;
	/** Version of the part's shape. */
	version: number;
	/** The turn and the assistant message a part belongs to; null for what happens to the conversation as a whole. */
	turnId: string | null;
	messageId: string | null;
	/** Milliseconds since epoch. */
	at: number;
	part: WirePart;
}
