// What people thought of answers, as administrators review it.
import { z } from 'zod';
import type { CitationData } from './parts.ts';

export const FeedbackQuery = z.object({
	value: z.enum(['down', 'up', 'any']).default('down'),
	/** Reviewed ones as well. */
	reviewed: z.enum(['no', 'any']).default('no'),
	/** `nextCursor` of the page before. */
	cursor: z.string().max(200).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(20)
});
export type FeedbackQuery = z.infer<typeof FeedbackQuery>;

/** One rating is one person's of one answer; `updatedAt` is the rating that was seen. */
export const RatingReview = z.object({
	messageId: z.string().max(128),
	personId: z.string().max(128),
	updatedAt: z.coerce.number().int(),
	isReviewed: z.enum(['true', 'false']).transform((value) => value === 'true')
});
export type RatingReview = z.infer<typeof RatingReview>;

export interface RatedAnswer {
	messageId: string;
	personId: string;
	conversationTitle: string;
	value: 'up' | 'down';
	reason: string | null;
	/** When it was given or last changed. */
	updatedAt: number;
	reviewedAt: number | null;
	/** null when it is not known to the projection. */
	question: string | null;
	/** Markdown. */
	answer: string;
	citations: CitationData[];
}

export interface FeedbackPage {
	ratings: RatedAnswer[];
	nextCursor: string | null;
}
