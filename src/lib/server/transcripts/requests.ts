// What may be asked of the transcripts.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { TagList } from '#lib/shared/conversation/labels.ts';
import { Id } from '#lib/shared/ids.ts';
import { CONFIDENCES, SENTIMENTS, TRANSCRIPT_LIMITS, TRANSCRIPT_STATUSES } from '#lib/shared/transcripts.ts';

/** An empty field of a form is one that was left out. */
const optional = <T extends z.ZodType>(schema: T) =>
	z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const word = (longest: number) => optional(z.string().trim().max(longest));
const Day = z.iso.date();

const filter = {
	/** Days of the last change, the last one included. UTC. */
	from: optional(Day),
	to: optional(Day),
	status: optional(z.enum(TRANSCRIPT_STATUSES)),
	channel: optional(z.enum(['text', 'voice'])),
	language: word(35),
	/** The id of somebody of the school who took it over. */
	agent: word(64),
	topic: word(100),
	intent: word(60),
	/** By the lowest of any turn. */
	sentiment: optional(z.enum(SENTIMENTS)),
	confidence: optional(z.enum(CONFIDENCES)),
	rating: optional(z.enum(['up', 'down', 'none'])),
	handover: optional(z.enum(['yes', 'no'])),
	/** The school's knowledge did not hold an answer. */
	refused: optional(z.enum(['yes', 'no'])),
	tool: word(60),
	/** The team's. */
	tag: word(TRANSCRIPT_LIMITS.tagLength),
	/** By whoever asks. */
	bookmarked: optional(z.enum(['yes']))
};
export const TranscriptFilter = z.object(filter);
export type TranscriptFilter = z.infer<typeof TranscriptFilter>;
export const FILTER_NAMES = Object.keys(filter) as (keyof TranscriptFilter)[];

const page = {
	/** `nextCursor` of the page before. */
	cursor: word(200),
	limit: z.coerce.number().int().min(1).max(100).default(30)
};
export const ListTranscripts = z.object({ ...filter, ...page });
export type ListTranscripts = z.infer<typeof ListTranscripts>;

/** Words, all of which must be there; "in quotes" they must stand together; the last may be unfinished. Nothing else is syntax. */
const Words = z.string().trim().max(TRANSCRIPT_LIMITS.query, m.transcripts_query_long());
export const FindTranscripts = z.object({
	...filter,
	...page,
	limit: page.limit.unwrap().optional(),
	q: optional(Words)
});
export type FindTranscripts = z.infer<typeof FindTranscripts>;
export const SearchTranscripts = z.object({
	...filter,
	...page,
	/** Each is marked by looking for the words in it once more: fewer of them are shown sooner. */
	limit: page.limit.unwrap().default(20),
	q: Words.min(1)
});
export type SearchTranscripts = z.infer<typeof SearchTranscripts>;

const position = optional(z.coerce.number().int().nonnegative());
export const ReadTranscript = z.object({
	/** Messages before, or after, this position: `nextBefore` or `nextAfter` of a page. */
	before: position,
	after: position,
	/** The page that holds this message, in place of both. */
	message: word(128),
	limit: z.coerce.number().int().min(1).max(100).default(100),
	/** Given by unmasking. */
	unmasking: optional(Id)
});
export type ReadTranscript = z.infer<typeof ReadTranscript>;

export const Unmask = z.object({
	reason: z
		.string()
		.trim()
		.min(TRANSCRIPT_LIMITS.reason.least, m.transcripts_reason_short())
		.max(TRANSCRIPT_LIMITS.reason.most)
});

const TOO_MANY = m.transcripts_tags_many({ most: TRANSCRIPT_LIMITS.tags });
interface MarksChange {
	tags?: string[];
	isBookmarked?: boolean | undefined;
}

export const ChangeTranscript = z
	.object({
		/** All of the team's tags, in place of those it has. */
		tags: z.array(z.string()).max(TRANSCRIPT_LIMITS.tags, TOO_MANY).optional(),
		isBookmarked: z.boolean().optional()
	})
	.transform(({ tags, ...rest }, context): MarksChange => {
		if (tags === undefined) return rest;
		// Ten at a time is what a person's own list takes.
		const lists = [tags.slice(0, 10), tags.slice(10)].map((some) => TagList.safeParse(some));
		const read: string[] = [];
		for (const list of lists) {
			if (list.success) read.push(...list.data);
			else
				for (const issue of list.error.issues)
					context.addIssue({ code: 'custom', path: ['tags'], message: issue.message });
		}
		return { ...rest, tags: read };
	});
export type ChangeTranscript = MarksChange;

export const ExportTranscript = z.object({
	format: z.enum(['json', 'csv', 'md']),
	unmasking: optional(Id)
});
export type ExportTranscript = z.infer<typeof ExportTranscript>;

export const PublishAnswer = z.object({
	title: z.string().trim().min(3, m.transcripts_title_short()).max(TRANSCRIPT_LIMITS.title),
	text: z.string().trim().min(20, m.transcripts_answer_short()).max(TRANSCRIPT_LIMITS.answer),
	audience: z.enum(['public', 'students', 'teachers', 'staff'])
});
export type PublishAnswer = z.infer<typeof PublishAnswer>;
