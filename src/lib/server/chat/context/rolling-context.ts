// What a conversation remembers of itself. Everything is extracted, nothing is written: a summary is made of sentences that were said.
// Every list has a length it never passes, so that what a turn costs does not grow with the conversation.

/** A message as it is summarised. `turn` is what the turn of an answer was about, as its data-turn part has it. */
export interface ContextMessage {
	id: string;
	parentId: string | null;
	role: 'user' | 'assistant';
	text: string;
	createdAt: number;
	turn?: {
		intent: string;
		/** -1 .. 1: of the person's message. */
		sentiment: number;
		/** The answer says that it knows none. */
		refused: boolean;
		topics: string[];
		toolCalls: { toolName: string; success: boolean }[];
	};
}

/** A question with the sentence that answered it, or a sentence that stands alone. */
export interface SummaryPoint {
	asked: string | null;
	said: string;
	/** Stems it speaks of. */
	stems: string[];
	/** Position of its message in the conversation: later is newer. */
	at: number;
	/** How much of the conversation it is about, when it was said. */
	weight: number;
}

export interface RollingContext {
	version: 1;
	/** The points as text, oldest first. */
	summary: string;
	points: SummaryPoint[];
	/** Stems with how often they were said, old ones fading. */
	vocabulary: [stem: string, weight: number][];
	activeTopics: { name: string; weight: number }[];
	/** Questions that were answered and not asked again, newest last. */
	resolvedIssues: string[];
	/** The last question that has no answer. */
	openQuestion: string | null;
	/** Tools that were used and how they went, newest last. */
	tried: { toolName: string; success: boolean }[];
	/** -1 .. 1: of the whole, newer messages counting more, and its lowest point. */
	sentiment: { mean: number; lowest: number };
	/** A question that was answered last, and may yet be asked again. */
	pending: { question: string; stems: string[] } | null;
	messageCount: number;
	/** The message it ends with. */
	lastMessageId: string;
	lastSummaryAt: number;
	/** Milliseconds after lastSummaryAt for which it is kept. */
	ttl: number;
}

export const CONTEXT_LIMITS = {
	points: 12,
	/** Words of the summary. */
	summaryWords: 220,
	vocabulary: 160,
	topics: 6,
	resolved: 10,
	tried: 8,
	/** Characters of one message that are read. */
	messageCharacters: 4_000,
	/** Sentences of one message that are weighed. */
	sentences: 12,
	/** Characters of one sentence that are kept. */
	sentenceCharacters: 280
} as const;

export const CONTEXT_TTL_MS = 30 * 86_400_000;
