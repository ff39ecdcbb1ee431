// What travels on the chat wire: AI SDK UI message stream chunks (ai 7) under their own names, and our data-* parts.
// Types only, so that a browser pays nothing for them; data that comes from a model or a client is parsed elsewhere.
// Unknown data-* parts may be ignored by every reader.
import type { ErrorPlain } from '../errors.ts';
import type { FilePart } from './attachments.ts';

/** A sentence of the answer and the exact words that bear it out. Follows its sentence in the stream at once. */
export interface CitationData {
	/** The sentence of the answer, as written there. */
	sentence: string;
	/** UTF-16 offsets of the sentence in the message's text (messageText: its text parts joined without a separator). */
	textStart: number;
	textEnd: number;
	/** 1, 2, … by the first appearance of the cited passage in this message; spans of one passage share its number. */
	number: number;
	documentId: string;
	/** sha-256 of the normalised text, hex. */
	revision: string;
	title: string;
	/** Headings above the passage, outermost first. */
	headings: string[];
	/** UTF-16 offsets into the revision's text: `quote` is exactly `text.slice(start, end)`. */
	start: number;
	end: number;
	quote: string;
}

/** A sentence of the answer that its sources do not bear out. Goes before the sentence's own text, so that none is shown unmarked. */
export interface UnsupportedData {
	/** UTF-16 offsets in the message's text, as those of citations. */
	textStart: number;
	textEnd: number;
	/** What was compared and found wanting, each once. */
	reasons: UnsupportedReason[];
	/** The sentence was left out; `[…]` stands in its place. */
	struck?: true;
}

/** `uncited`: a claim without a source. `steering`: it speaks to a model, not to people, wherever it was read. `firmness`: must, may, always, only. `contrary`: one of two that exclude each other. */
export type UnsupportedReason =
	| 'length'
	| 'span'
	| 'uncited'
	| 'steering'
	| 'number'
	| 'date'
	| 'negation'
	| 'firmness'
	| 'contrary'
	| 'name'
	| 'words'
	| 'clause';

/** What the turn was about; the last data part before `finish`. */
export interface TurnData {
	/** One of INTENTS; logs of before there was that list hold other words. */
	intent: string;
	/** -1 (angry, disappointed) .. 1 (delighted). */
	sentiment: number;
	/** 0..1: how sure the model is that the answer answers. */
	confidence: number;
	/** The school's knowledge did not hold the answer, and the answer says so. */
	refused: boolean;
	topics: string[];
	entities: { kind: string; text: string }[];
	/** Names of the tools called, in order, with how each went. */
	toolCalls: { toolName: string; success: boolean }[];
	/** Which model answered. */
	model: string;
	/** Sentences that their sources do not bear out; left out in logs of before they were counted. */
	unsupported?: number;
	/** Of the person's message, ISO 639-1 or `und`; left out in logs of before it was told. */
	language?: string;
	/** Whether the message stood on its own; left out in logs of before it was told. */
	form?: 'single' | 'follow-up' | 'multi-question';
	/** As a remote provider reported it; left out where it did not, and for the embedded model. */
	usage?: { inputTokens: number; outputTokens: number };
	/** The variant this answer was given in, by experiment; left out where none is in force. */
	variants?: Partial<Record<string, string>>;
}

/** A person was asked for. `requested` is all there is until somebody takes it. */
export interface HandoverData {
	requestId: string;
	reason: string;
	status: 'requested';
}

/** Something the reader should know about how the answer came to be; `code` decides the words. */
export interface NoticeData {
	/**
	 * `another-model`: the one that should have answered could not. `files-unread`: files came with the question, and the model that answered looks at none. `cut-short`: the answer was longer than answers may be. `with-person`: a person of the school has the
	 * floor, so no model answers; this is all that such an answer holds.
	 */
	code: 'answered-again' | 'another-model' | 'cut-short' | 'files-unread' | 'with-person';
}

/** A message of a person, in every tab. The answer it will get is announced with it, so that branches join up at once. */
export interface UserMessageData {
	turnId: string;
	messageId: string;
	parentId: string | null;
	/** Whatever the sender called it: how the tab that sent it knows its own. */
	clientMessageId: string;
	text: string;
	/** Left out where there are none. */
	files?: FilePart[];
	answerId: string;
	/** It was said in a call; left out where it was typed. */
	spoken?: true;
}

/**
 * So much was heard of an answer that was said aloud, until somebody spoke up: the rest of it was not said. A reader of before there was this
 * shows all of it.
 */
export interface HeardData {
	messageId: string;
	/** UTF-16, of the message's text. */
	heardChars: number;
}

/** Another answer to the same message was asked for. */
export interface RetryData {
	turnId: string;
	/** The person's message that is answered again. */
	parentId: string;
	answerId: string;
}

/** The person has answered what a tool asked them; another answer carries it out. */
export interface ApprovalData {
	turnId: string;
	/** The answer in which it was asked. */
	messageId: string;
	toolCallId: string;
	approved: boolean;
	answerId: string;
	/** Behind which message the answer stands, where it is not the one that asked: another call of it was answered first. */
	parentId?: string;
}

/** The branch that is shown was changed: the leaf message of the active path. */
export interface HeadData {
	messageId: string;
}

export interface TitleData {
	title: string;
}

export interface StatusData {
	status: 'active' | 'idle' | 'ended';
	/** Milliseconds since epoch, while a deletion can still be undone; null when there is none. */
	deletedAt: number | null;
}

/** Pinned or not, and the tags as they now stand. */
export interface LabelsData {
	pinned: boolean;
	tags: string[];
}

/**
 * Who answers from here on: a person of the school, or the assistant (null). The position of an event that gives the floor is the token
 * of whoever got it: what they do names it, and after the next event like this it is worth nothing.
 */
export interface FloorData {
	holder: { name: string } | null;
	/** `away`: the person was gone for too long. `replaced`: a colleague took over. `dismissed`: they may not answer any more. */
	reason: 'claimed' | 'replaced' | 'handed-back' | 'away' | 'dismissed' | 'closed';
}

/** What a person of the school wrote to whoever the conversation belongs to. */
export interface AgentMessageData {
	messageId: string;
	parentId: string | null;
	clientMessageId: string;
	agentName: string;
	text: string;
}

/** How the wish for a person stands. */
export interface HandoverStateData {
	requestId: string;
	status: 'requested' | 'taken' | 'closed';
	/** Who wished: the model for somebody, they themselves, a rule, or a person of the school who came unasked. */
	origin: HandoverOrigin;
	outcome?: HandoverOutcome;
	/** With `ticketed`: where it goes on. */
	ticketNumber?: number;
	/** With `ticketed`, where the school was closed: when it opens, milliseconds since epoch. */
	opensAt?: number;
}

export type HandoverOrigin = 'model' | 'person' | 'rule' | 'agent';

/**
 * `away`, `dismissed`: whoever had it was gone, or may not answer any more, and it waits again under a new request. `ticketed`: the school
 * was closed or nobody came, and it goes on as a ticket.
 */
export type HandoverOutcome = 'handed-back' | 'cancelled' | 'away' | 'dismissed' | 'ticketed' | 'closed';

export interface RatingData {
	messageId: string;
	rating: { value: 'up' | 'down'; reason?: string } | null;
}

/** Added to `start`: becomes the message's metadata in any AI SDK client. */
export interface StartMetadata {
	conversationId: string;
	turnId: string;
	parentId: string;
	createdAt: number;
}

export type TurnPart =
	| { type: 'start'; messageId: string; messageMetadata: StartMetadata }
	| { type: 'start-step' }
	| { type: 'finish-step' }
	| { type: 'text-start'; id: string }
	| { type: 'text-delta'; id: string; delta: string }
	| { type: 'text-end'; id: string }
	| { type: 'reasoning-start'; id: string }
	| { type: 'reasoning-delta'; id: string; delta: string }
	| { type: 'reasoning-end'; id: string }
	| { type: 'tool-input-available'; toolCallId: string; toolName: string; input: unknown }
	| { type: 'tool-input-error'; toolCallId: string; toolName: string; input: unknown; errorText: string }
	| { type: 'tool-output-available'; toolCallId: string; output: unknown }
	| { type: 'tool-output-error'; toolCallId: string; errorText: string }
	| { type: 'tool-approval-request'; approvalId: string; toolCallId: string }
	| { type: 'tool-output-denied'; toolCallId: string }
	| { type: 'source-document'; sourceId: string; mediaType: string; title: string }
	| { type: 'data-citation'; id: string; data: CitationData }
	| { type: 'data-unsupported'; data: UnsupportedData }
	| { type: 'data-turn'; data: TurnData }
	| { type: 'data-handover'; id: string; data: HandoverData }
	| { type: 'data-notice'; data: NoticeData }
	| TerminalPart;

/** Exactly one ends every turn. */
export type TerminalPart =
	| { type: 'finish'; finishReason: FinishReason }
	| { type: 'abort'; reason: string }
	| { type: 'error'; errorText: string; error: ErrorPlain };

export type FinishReason =
	'stop' | 'length' | 'content-filter' | 'tool-calls' | 'error' | 'interrupted' | 'other';

/** Things that happen to the conversation and not inside an answer. `transient` keeps AI SDK clients from storing them in one. */
export type ConversationPart =
	| { type: 'data-user-message'; transient: true; data: UserMessageData }
	| { type: 'data-approval'; transient: true; data: ApprovalData }
	| { type: 'data-retry'; transient: true; data: RetryData }
	| { type: 'data-head'; transient: true; data: HeadData }
	| { type: 'data-title'; transient: true; data: TitleData }
	| { type: 'data-status'; transient: true; data: StatusData }
	| { type: 'data-labels'; transient: true; data: LabelsData }
	| { type: 'data-rating'; transient: true; data: RatingData }
	| { type: 'data-floor'; transient: true; data: FloorData }
	| { type: 'data-agent-message'; transient: true; data: AgentMessageData }
	| { type: 'data-heard'; transient: true; data: HeardData }
	| { type: 'data-handover-state'; transient: true; data: HandoverStateData };

export type WirePart = TurnPart | ConversationPart;

export function isTerminal(part: WirePart): part is TerminalPart {
	return part.type === 'finish' || part.type === 'abort' || part.type === 'error';
}
