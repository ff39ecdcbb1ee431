// What the desk's pages are shown. Types alone.
import type { HandoverOrigin } from './conversation/parts.ts';

/** A conversation in the desk's list. */
export interface DeskEntry {
	conversationId: string;
	title: string;
	personName: string | null;
	language: string;
	/** What was said last, shortened. */
	lastWords: string;
	updatedAt: number;
	handover: {
		requestId: string;
		status: 'requested' | 'taken';
		/** Who wished for a person, and why where it was said. */
		origin: HandoverOrigin;
		reason: string;
		createdAt: number;
		agentName: string | null;
		/** Whoever looks at the list has it. */
		isMine: boolean;
	} | null;
}

export interface DeskView {
	/** Those who wait, the longest first; then those somebody has taken. */
	waiting: DeskEntry[];
	taken: DeskEntry[];
	/** Others in which something was said within the last half hour, newest first. */
	live: DeskEntry[];
	/** How long people waited for somebody of the school, lately: the middle one of the last waits, milliseconds; null before the first. */
	usualWaitMs: number | null;
}
