// Transcripts as the school's people are shown them: lists, hits, the whole of one. Personal data in them is masked unless it says otherwise.
// Types and limits alone: pages read them.
import type { ConversationMessage } from './conversation/message.ts';
import type { InternalNote } from './conversation/live.ts';
import type { WirePart } from './conversation/parts.ts';
import type { HighlightedText } from './conversation/search.ts';

export const TRANSCRIPT_LIMITS = {
	/** Of the team, on one conversation. */
	tags: 20,
	tagLength: 40,
	query: 200,
	reason: { least: 10, most: 500 },
	/** How long one reason opens one conversation. */
	unmaskedMs: 15 * 60_000,
	/** Of the view that is printed. */
	printed: 1_000,
	title: 200,
	answer: 20_000
} as const;

export const SENTIMENTS = ['negative', 'neutral', 'positive'] as const;
export const CONFIDENCES = ['low', 'medium', 'high'] as const;
export const TRANSCRIPT_STATUSES = ['active', 'idle', 'ended', 'archived'] as const;
/** From here down, and from here up: by the lowest value of any turn. */
export const SENTIMENT_BOUNDS = { negative: -0.25, positive: 0.25 } as const;
export const CONFIDENCE_BOUNDS = { low: 0.4, high: 0.7 } as const;

export interface TranscriptRow {
	id: string;
	title: string;
	/** Stands for the person: the same in every transcript of theirs, and nothing to reach them by. */
	person: string;
	status: (typeof TRANSCRIPT_STATUSES)[number];
	channel: 'text' | 'voice';
	language: string;
	messageCount: number;
	createdAt: number;
	updatedAt: number;
	/** Something was said within the last minutes, and it has not ended. */
	isLive: boolean;
	lowestSentiment: number | null;
	lowestConfidence: number | null;
	lastIntent: string | null;
	wasRefused: boolean;
	hadHandover: boolean;
	rating: 'up' | 'down' | 'both' | null;
	topics: string[];
	tools: string[];
	/** Names of those of the school who answered in it. */
	agents: string[];
	/** The team's. */
	tags: string[];
	isBookmarked: boolean;
}

/** By the last change, newest first. */
export interface TranscriptPage {
	transcripts: TranscriptRow[];
	nextCursor: string | null;
}

export interface TranscriptHit {
	conversationId: string;
	title: string;
	person: string;
	messageId: string;
	role: 'user' | 'assistant' | 'agent';
	snippet: HighlightedText;
	at: number;
}

/** Newest first. */
export interface TranscriptSearchPage {
	hits: TranscriptHit[];
	nextCursor: string | null;
	/** The search stopped here, with more to look through: from this time on everything was. null where it reached the end or filled the page. */
	searchedBackTo: number | null;
}

/** What can be chosen in the filters. */
export interface TranscriptChoices {
	agents: { id: string; name: string }[];
	topics: string[];
	tools: string[];
	languages: string[];
	tags: string[];
}

export interface TurnRecord {
	turnId: string;
	answerId: string;
	status: 'waiting' | 'running' | 'completed' | 'stopped' | 'failed';
	/** More than once: a process died while it ran. */
	attempts: number;
	acceptedAt: number;
	/** Milliseconds from acceptance to the first word, and to the end. null where there was none, or is none yet. */
	firstWordMs: number | null;
	totalMs: number | null;
}

/** What happened beside the messages. */
export type ConversationEvent = Extract<
	WirePart,
	{
		type:
			'data-status' | 'data-rating' | 'data-floor' | 'data-handover-state' | 'data-title' | 'data-approval';
	}
>;

export interface RecordedMoment {
	seq: number;
	at: number;
	part: ConversationEvent;
}

/** One message among those that share its parent. */
export interface BranchPlace {
	/** Not on the branch that is shown to the person. */
	isAside: boolean;
	/** Every version, itself included, oldest first. */
	versions: string[];
}

export interface ModelUse {
	model: string;
	provider: 'embedded' | 'remote';
	/** As the provider reported them; null where it did not. An embedded model costs nothing a token. */
	tokens: { input: number; output: number } | null;
}

export type TranscriptEntry =
	| {
			kind: 'message';
			seq: number;
			at: number;
			message: ConversationMessage;
			place: BranchPlace;
			turn: TurnRecord | null;
			use: ModelUse | null;
			/** The document of the school's knowledge that this answer became. */
			documentId: string | null;
	  }
	| { kind: 'event'; seq: number; at: number; event: ConversationEvent; words: string }
	| { kind: 'note'; seq: number; at: number; note: InternalNote };

export interface Transcript {
	row: TranscriptRow;
	/** Oldest first: everything between the first and the last message of the page. */
	entries: TranscriptEntry[];
	/** null when there is nothing older, and nothing newer. */
	nextBefore: number | null;
	nextAfter: number | null;
	/** null while personal data is masked. */
	unmaskedUntil: number | null;
	mayUnmask: boolean;
	mayPublish: boolean;
}
