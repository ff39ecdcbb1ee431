// What somebody of the school is given before they answer. Types alone: the page reads them.
import type { Role } from './actor.ts';
import type { CitationData } from './conversation/parts.ts';
import type { TicketStatus } from './tickets.ts';

/** What the person asked last and nobody of the school has answered. */
export interface OpenQuestion {
	messageId: string;
	text: string;
	/** The assistant has answered it from the school's articles. */
	isAnswered: boolean;
}

/** Whoever the conversation belongs to, as far as the school knows them. */
export interface KnownPerson {
	name: string | null;
	role: Role;
	/** Of this conversation, ISO 639-1. */
	language: string;
	/** Since when they are known here. */
	since: number;
	/** Their other conversations, newest first: what was said, or said last. */
	conversations: { conversationId: string; title: string; about: string; updatedAt: number }[];
	/** Those that are not settled. */
	tickets: { number: number; subject: string; status: TicketStatus; updatedAt: number }[];
	/** What they played lately: names and days, the sound is not the desk's. */
	recordings: { id: string; title: string; playedAt: number }[];
}

export interface PreparedHandover {
	/** Sentences that were said, oldest first; empty before there are any. */
	summary: string[];
	openQuestion: OpenQuestion | null;
	/** Questions that were answered and not asked again. */
	resolved: string[];
	topics: string[];
	/** Tools the assistant used and how each went, oldest first. */
	tried: { toolName: string; success: boolean }[];
	/** -1 (angry, disappointed) .. 1 (delighted); null before anything was said. */
	sentiment: { mean: number; lowest: number } | null;
	/** null for a conversation the lists do not know yet. */
	person: KnownPerson | null;
}

/** A reply for somebody of the school to send, or not. Nothing sends it by itself. */
export interface SuggestedReply {
	/** The question it answers; null where none is open. */
	question: string | null;
	/** Empty where the school's articles do not hold the answer. */
	text: string;
	/** Offsets count in `text`. */
	citations: CitationData[];
	/** Sentences that their sources do not bear out: `[…]` stands in the place of each. */
	leftOut: number;
	/** 0..1 */
	confidence: number;
	/** Which model wrote it. */
	model: string;
}
