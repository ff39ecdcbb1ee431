// What the search of the school's knowledge returns, wherever it is used: the tool, the page, the evaluation.
import { z } from 'zod';

/** A stretch of a document revision. `text` is exactly `revisionText.slice(start, end)` (UTF-16 offsets). */
export const Passage = z.object({
	chunkId: z.string(),
	documentId: z.string(),
	/** sha-256 of the normalised text, hex. */
	revision: z.string(),
	title: z.string(),
	/** Headings above the passage, outermost first, without the title. */
	headings: z.array(z.string()),
	start: z.number().int().nonnegative(),
	end: z.number().int().nonnegative(),
	text: z.string(),
	/** The reranker's relevance, 0..1; comparable between queries. */
	relevance: z.number().min(0).max(1)
});
export type Passage = z.infer<typeof Passage>;

/** A content word of the query as the index knows it. `idf` is 0 for a word in every chunk; `documentFrequency` counts chunks. */
export const QueryTerm = z.object({
	/** The word as typed (lower case), or as repaired. */
	word: z.string(),
	/** The index's: of the word, or of a word of like meaning when no passage holds it. */
	stem: z.string(),
	documentFrequency: z.number().int().nonnegative(),
	idf: z.number().nonnegative()
});
export type QueryTerm = z.infer<typeof QueryTerm>;

/** Passages best first. `terms` lets an answer model judge what of the question the knowledge covers at all. */
export const SearchOutcome = z.object({
	passages: z.array(Passage),
	terms: z.array(QueryTerm)
});
export type SearchOutcome = z.infer<typeof SearchOutcome>;

export const SearchFilters = z.object({
	documentIds: z.array(z.string()).max(100).optional(),
	tags: z.array(z.string().max(60)).max(20).optional()
});
export type SearchFilters = z.infer<typeof SearchFilters>;

/** Which vectors searches use, and how far others are that are to take their place. */
export const IndexStatus = z.object({
	/** `embedder/store`, as in workers-ai/vectorize. Not searchable: no embedder at hand made these vectors; words alone decide. */
	active: z.object({ provider: z.string(), model: z.string(), isSearchable: z.boolean() }).optional(),
	/** Passages that are in the new index, of all; what is in the way, while it may still pass. */
	building: z
		.object({ done: z.number().int(), total: z.number().int(), problem: z.string().optional() })
		.optional(),
	/** Why the last attempt was given up. Milliseconds since epoch. */
	failed: z.object({ problem: z.string(), at: z.number().int() }).optional(),
	/** Whether the vectors in use are those the settings ask for. */
	isAsWanted: z.boolean(),
	/** Models whose vectors are kept beside, whole, for when that one is away. */
	standbys: z.array(z.string())
});
export type IndexStatus = z.infer<typeof IndexStatus>;

/** A file on its way into the knowledge, and how it ended. */
export interface IngestView {
	id: string;
	documentId: string;
	name: string;
	sizeBytes: number;
	status: 'waiting' | 'reading' | 'indexing' | 'done' | 'failed' | 'cancelled';
	/** Totals are 0 where nobody knows them yet, and where there are none. */
	pages: { done: number; total: number };
	chunks: { done: number; total: number };
	/** Of one that is done. */
	outcome: 'created' | 'revised' | 'unchanged' | null;
	/** Why it failed, as a sentence. */
	problem: string | null;
	/** Milliseconds since epoch. */
	createdAt: number;
	updatedAt: number;
}

/** A sitemap whose pages are documents. */
export interface SiteView {
	id: string;
	address: string;
	/** False until it was read for the first time, or while it is to be read again. */
	isRead: boolean;
	/** Why it could not be read. */
	problem: string | null;
	/** Milliseconds since epoch, of the page that was read last. */
	lastPageAt: number | null;
	/** When the first of its pages is read again. */
	nextPageAt: number | null;
	/** `stale`: still answered from, and not to be had for days. */
	pages: { total: number; there: number; gone: number; failed: number; stale: number; waiting: number };
}
