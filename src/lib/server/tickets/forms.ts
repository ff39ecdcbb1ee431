// What the doors of tickets take.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { Id } from '#lib/shared/ids.ts';
import { CATEGORIES, PRIORITIES, STATUSES, TICKET_LIMITS } from '#lib/shared/tickets.ts';

export const Status = z.enum(STATUSES);
export const Priority = z.enum(PRIORITIES);
export const Category = z.enum(CATEGORIES);
/** A ticket's number, in an address or in a form. */
export const TicketNumber = z.coerce.number().int().min(1).max(1_000_000_000);

/** A form sends what is not chosen as an empty text. */
const chosen = <T extends z.ZodType>(schema: T) =>
	z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
/** The same where nothing chosen means that there shall be nothing. */
const emptied = <T extends z.ZodType>(schema: T) =>
	z.preprocess((value) => (value === '' ? null : value), schema.nullable().optional());

const tooLong = (count: number) => ({ error: () => m.tickets_too_long({ count }) });

/** One line: what breaks lines in it is a space. Counted before anything is done with it. */
export const Subject = z
	.string()
	.max(TICKET_LIMITS.subject, tooLong(TICKET_LIMITS.subject))
	.transform((text) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim())
	.pipe(z.string().min(1, { error: () => m.tickets_subject_missing() }));
export const Body = z
	.string()
	.max(TICKET_LIMITS.body, tooLong(TICKET_LIMITS.body))
	.trim()
	.min(1, { error: () => m.tickets_body_missing() });
export const Tag = z
	.string()
	.trim()
	.toLowerCase()
	.min(1)
	.max(TICKET_LIMITS.tag, tooLong(TICKET_LIMITS.tag))
	.regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u, { error: () => m.tickets_tag_wrong() });
const Tags = z
	.array(Tag)
	.max(TICKET_LIMITS.tags, { error: () => m.tickets_tags_too_many({ count: TICKET_LIMITS.tags }) });
/** Of files that were uploaded for it; a form sends them in one text. */
const FileIds = z.preprocess(
	(value) => (typeof value === 'string' ? value.split(',').filter((id) => id !== '') : value),
	z
		.array(Id)
		.max(TICKET_LIMITS.files, { error: () => m.tickets_files_too_many({ count: TICKET_LIMITS.files }) })
		.optional()
);
const ClientKey = z.string().min(8).max(200);
const Team = z.string().trim().min(1).max(TICKET_LIMITS.team, tooLong(TICKET_LIMITS.team));

export const NewTicket = z.object({
	subject: Subject,
	description: Body,
	priority: chosen(Priority),
	category: chosen(Category),
	/** The same key gives the same ticket, however often it comes. */
	clientKey: ClientKey,
	conversationId: chosen(Id),
	recordingId: chosen(Id),
	noteId: chosen(Id),
	fileIds: FileIds,
	/** Only the desk opens tickets for others, or with what follows. */
	requesterId: chosen(Id),
	tags: Tags.optional()
});
export type NewTicket = z.infer<typeof NewTicket>;

export const TicketChanges = z.object({
	status: Status.optional(),
	priority: Priority.optional(),
	category: Category.optional(),
	subject: Subject.optional(),
	assigneeId: emptied(Id),
	team: emptied(Team),
	addTags: Tags.optional(),
	removeTags: z.array(z.string().max(TICKET_LIMITS.tag)).max(100).optional()
});
export type TicketChanges = z.infer<typeof TicketChanges>;

/** `version`: of the ticket that the changes were made from. */
export const ChangeTicket = TicketChanges.extend({ version: z.coerce.number().int().min(1) });
export type ChangeTicket = z.infer<typeof ChangeTicket>;

export const NewComment = z.object({
	body: Body,
	/** Seen by the desk alone. */
	isInternal: z.boolean().default(false),
	status: chosen(Status),
	fileIds: FileIds,
	clientKey: ClientKey
});
export type NewComment = z.infer<typeof NewComment>;

/** Whether something is typed that was not sent. */
export const TicketLook = z.object({ isWriting: z.boolean() });

export const MergeTicket = z.object({ into: TicketNumber });

export const BulkChange = z.object({
	numbers: z.array(TicketNumber).min(1).max(TICKET_LIMITS.bulk),
	changes: TicketChanges.omit({ subject: true })
});
export type BulkChange = z.infer<typeof BulkChange>;

export const Rating = z.object({
	rating: z.enum(['good', 'bad']),
	comment: z.string().trim().max(1_000, tooLong(1_000)).optional()
});
export type Rating = z.infer<typeof Rating>;

const several = <T extends z.ZodType>(schema: T) =>
	z.preprocess((value) => {
		const given =
			typeof value === 'string' ? value.split(',') : Array.isArray(value) ? (value as unknown[]) : [];
		return given.filter((one) => one !== '');
	}, z.array(schema).max(10));

export const ListTickets = z.object({
	/** Comma-separated. */
	status: several(Status),
	priority: several(Priority),
	category: chosen(Category),
	/** `me`, `nobody`, or somebody's id. */
	assignee: chosen(z.union([z.enum(['me', 'nobody']), Id])),
	requester: chosen(Id),
	/** What it came from. */
	conversation: chosen(Id),
	recording: chosen(Id),
	team: chosen(Team),
	tag: chosen(Tag),
	/** Words of the subject or of one comment, or a ticket's number. */
	query: z.string().trim().max(200).optional(),
	/** `due`: what breaks a promise next comes first. */
	sort: z.enum(['updated', 'due']).default('updated'),
	/** Only one's own, for who may read more. */
	mine: chosen(z.stringbool()),
	cursor: z
		.string()
		.regex(/^\d{1,16}_\d{1,10}$/)
		.optional(),
	limit: z.coerce.number().int().min(1).max(TICKET_LIMITS.page).default(50)
});
export type ListTickets = z.infer<typeof ListTickets>;

export const NewFilter = z.object({
	name: z
		.string()
		.trim()
		.min(1, { error: () => m.tickets_name_missing() })
		.max(60, tooLong(60)),
	/** Only what the list understands is kept of it. */
	query: z.string().max(1_000)
});
export type NewFilter = z.infer<typeof NewFilter>;

export const NewReply = z.object({
	title: z
		.string()
		.trim()
		.min(1, { error: () => m.tickets_name_missing() })
		.max(100, tooLong(100)),
	body: Body
});
export type NewReply = z.infer<typeof NewReply>;
export const ChangeReply = NewReply.extend({ version: z.coerce.number().int().min(1) });
