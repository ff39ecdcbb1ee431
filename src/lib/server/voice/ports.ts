// What the voice room needs of the conversation it belongs to, and of what keeps it. The object of the conversation gives both.
import type { Actor } from '#lib/shared/actor.ts';
import type { JournaledBody, JournaledEvent } from '#lib/shared/voice/protocol.ts';

/** What a spoken turn says, in the order of the log. Offsets are UTF-16 into the message's text. */
export type SpokenPart =
	| { type: 'started'; turnId: string; messageId: string; from: 'assistant' | 'person' }
	| { type: 'text'; text: string; charsFrom: number }
	/** A tool is asking for the person's word: the screen shows its card; `words` are said. */
	| { type: 'asks'; words: string }
	/** A person of the school has the floor: nothing of a model comes; what they write comes as a response of their own. */
	| { type: 'with-person' }
	| { type: 'ended'; status: 'completed' | 'failed' };

/** The conversation, as a call knows it. */
export interface SpokenConversation {
	/** Accepts what was said as a message of the conversation; the same id again is the same message. Its turn is marked as spoken. */
	submit(actor: Actor, message: { clientMessageId: string; text: string }): Promise<{ turnId: string }>;
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

export interface CallRecord {
	sessionId: string;
	personId: string;
	/** sha-256 (hex) of the token that resumes it; a new one is given at each ready. */
	tokenHash: string;
	/** Everything before this microphone frame is understood or silent: it need not come again. */
	nextMicSeq: number;
	startedAt: number;
	/** ms since epoch; null while its socket is open. */
	closedAt: number | null;
	/** Responses count up over the whole call. */
	lastResponseId: number;
}
