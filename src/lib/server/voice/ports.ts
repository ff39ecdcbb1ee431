// What the voice room needs of the conversation it belongs to, and of what keeps it. The object of the conversation gives both.
import type { Actor } from '#lib/shared/actor.ts';
import type { BrowserSpeech, CallModes, JournaledBody, JournaledEvent } from '#lib/shared/voice/protocol.ts';

/** What a spoken turn says, in the order of the log. Offsets are UTF-16 into the message's text. */
export type SpokenPart =
	| { type: 'started'; turnId: string; messageId: string; from: 'assistant' | 'person' }
	| { type: 'text'; text: string; charsFrom: number }
	/** A tool is asking for the person's word: the screen shows its card; `words` are said, "yes" or "no" said next is the word. */
	| { type: 'asks'; words: string; toolCallId: string }
	/** A person of the school has the floor: nothing of a model comes; what they write comes as a response of their own. */
	| { type: 'with-person' }
	/** The person has given it back. */
	| { type: 'with-assistant' }
	| { type: 'ended'; status: 'completed' | 'failed' };

/** The conversation, as a call knows it. */
export interface SpokenConversation {
	/**
	 * Accepts what was said as a message of the conversation; the same id again is the same message. Its turn is marked as spoken. `begun`: the
	 * message of its answer, where that has begun already, of a message that was there before; it is said from what `answer` gives.
	 */
	submit(
		actor: Actor,
		message: { clientMessageId: string; text: string }
	): Promise<{ turnId: string; begun?: string }>;
	/** The person's word on what a tool asks. `conflict`: it was answered already, or the conversation has gone on. */
	approve(
		actor: Actor,
		word: { messageId: string; toolCallId: string; approved: boolean }
	): Promise<{ turnId: string }>;
	/** An answer as it stands now, for a process that did not hear it come; undefined when there is none of this id. */
	answer(messageId: string): { text: string; isRunning: boolean } | undefined;
	/** Calls back with every answer of the conversation from now on, of whoever wrote it (also of turns typed in another tab). */
	follow(listener: (part: SpokenPart & { messageId: string }) => void): () => void;
	/** Ends the turn if it still runs and keeps of its answer what was heard. Again with the same message: the first one holds. */
	keepHeard(messageId: string, heardChars: number): Promise<void>;
}

/** What a call must not forget when its process dies. Few, small writes; a transaction each. */
export interface CallStore {
	load(): CallRecord | undefined;
	save(record: CallRecord): void;
	/** Gives it its number. Only the last 500 are kept. */
	append(event: JournaledBody): JournaledEvent;
	after(eventSeq: number): JournaledEvent[];
	end(): void;
}

/** Plain data; fields may be added, so it is kept whole, as JSON. */
export interface CallRecord {
	sessionId: string;
	personId: string;
	/** sha-256 (hex) of the token that resumes it; a new one is given at each ready. */
	tokenHash: string;
	/** The one before: it holds until something came from whoever has the new one, which may have been lost with its socket. */
	previousTokenHash: string | null;
	/** Everything before this microphone frame is understood or silent: it need not come again. */
	nextMicSeq: number;
	startedAt: number;
	/** ms since epoch; null while its socket is open. */
	closedAt: number | null;
	/** Responses count up over the whole call. */
	lastResponseId: number;
	/** How many spoken turns the conversation has of this call: what is heard again after a lost process gets the id it had. */
	spokenTurns: number;
	modes: CallModes;
	browser: BrowserSpeech;
	language: string;
	isMuted: boolean;
}
