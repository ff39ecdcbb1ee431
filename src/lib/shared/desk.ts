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
		/** To whom it is offered just now. Anybody may take it all the same. */
		offer: { agentName: string | null; isMine: boolean; endsAt: number } | null;
		/** The ticket in which it goes on should nobody come; null until it is made. */
		ticketNumber: number | null;
	} | null;
}

/** What somebody of the desk chose; `offline` also for who gave no sign of life for a minute. */
export type DeskStatus = 'available' | 'away' | 'offline';

export interface DeskAgent {
	id: string;
	name: string | null;
	status: DeskStatus;
	/** Conversations they take at a time, and how many they have or are offered. */
	capacity: number;
	holds: number;
	/** Words: topics, intents, languages, teams. */
	skills: string[];
	isMe: boolean;
}

/** PUT /api/desk/presence; what is left out stays. Answers the DeskAgent. Also a sign of life. */
export interface PresenceChange {
	status?: DeskStatus;
	capacity?: number;
	skills?: string[];
}

/** A waiting person's place. GET /api/chat/{id}/queue answers { queue }: null where nobody is waited for, or somebody has come. */
export interface QueuePlace {
	/** 1: next. */
	position: number;
	/** How long it will take, milliseconds; null when nobody is there to come, or nothing was measured yet. */
	estimateMs: number | null;
}

export interface QueueAnswer {
	queue: QueuePlace | null;
}

export interface DeskView {
	/** Those who wait, the longest first; then those somebody has taken. */
	waiting: DeskEntry[];
	taken: DeskEntry[];
	/** Others in which something was said within the last half hour, newest first. */
	live: DeskEntry[];
	/** How long people waited for somebody of the school, lately: the middle one of the last waits, milliseconds; null before the first. */
	usualWaitMs: number | null;
	/** Who works at the desk: those who are there first. A GET of this list by somebody signed in is their sign of life. */
	agents: DeskAgent[];
}
