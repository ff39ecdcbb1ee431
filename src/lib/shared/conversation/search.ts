// Searching one's own conversations: what may be asked and what is found.
import { z } from 'zod';

export const SearchQuery = z.object({
	/** Words, all of which must be there; "in quotes" they must stand together; the last may be unfinished. Nothing else is syntax. */
	q: z.string().trim().min(1).max(200),
	/** `nextCursor` of the page before. */
	cursor: z.string().max(200).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(20)
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** Text with the stretches to highlight: UTF-16 offsets [start, end) into it, in order, none overlapping. */
export interface HighlightedText {
	text: string;
	ranges: [start: number, end: number][];
}

export interface SearchHit {
	conversationId: string;
	title: HighlightedText;
	/** The message that holds the words; null where it is the title. */
	messageId: string | null;
	role: 'user' | 'assistant' | 'agent' | null;
	/** What stands around the words, as plain Markdown; null for a title. */
	snippet: HighlightedText | null;
	/** When the message was written; for a title, when the conversation last changed. */
	at: number;
	isArchived: boolean;
}

/** Titles first, then messages, best first. */
export interface SearchPage {
	hits: SearchHit[];
	/** null on the last page, and after the thousandth hit. */
	nextCursor: string | null;
}
