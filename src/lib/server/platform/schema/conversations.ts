// The searchable projection of conversations. The truth is each conversation's own object; these rows are written by its
// outbox alone and can be rebuilt from it.
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export interface ConversationMetadata {
	userAgent?: string;
	/** Truncated: IPv4 to /24, IPv6 to /48. */
	address?: string;
	referrer?: string;
	voiceEnabled: boolean;
}

export const conversations = sqliteTable(
	'conversations',
	{
		id: text('id').primaryKey(),
		personId: text('person_id').notNull(),
		title: text('title').notNull(),
		status: text('status', { enum: ['active', 'idle', 'ended', 'archived'] }).notNull(),
		language: text('language').notNull(),
		channel: text('channel', { enum: ['text', 'voice'] }).notNull(),
		metadata: text('metadata', { mode: 'json' }).$type<ConversationMetadata>().notNull(),
		messageCount: integer('message_count').notNull(),
		/** The object's log position this row reflects: an older projection never overwrites a newer one. */
		projectedSeq: integer('projected_seq').notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
		/** Set while a deletion can still be undone; the row goes when the object has erased itself. */
		deletedAt: integer('deleted_at'),
		/** Pinned conversations stand first in the list. */
		pinnedAt: integer('pinned_at'),
		/** JSON array of the person's own words. */
		tags: text('tags', { mode: 'json' }).$type<string[]>().notNull().default([])
	},
	(table) => [
		index('conversations_person_updated').on(table.personId, table.updatedAt, table.id),
		index('conversations_created').on(table.createdAt)
	]
);

export const messages = sqliteTable(
	'messages',
	{
		/** The FTS5 table's rowid: explicit, since an implicit one may change in a restore. */
		rowid: integer('rowid').primaryKey({ autoIncrement: true }),
		id: text('id').notNull().unique(),
		conversationId: text('conversation_id').notNull(),
		personId: text('person_id').notNull(),
		parentId: text('parent_id'),
		role: text('role', { enum: ['user', 'assistant', 'agent'] }).notNull(),
		/** What a reader sees, as plain Markdown: what is searched. */
		text: text('text').notNull(),
		/** JSON of the message's parts, citations and tool calls included. An answer's data-turn part says what its turn was about. */
		parts: text('parts', { mode: 'json' }).$type<unknown[]>().notNull(),
		/** JSON: turn, status, error, variants. */
		metadata: text('metadata', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
		seq: integer('seq').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('messages_conversation_seq').on(table.conversationId, table.seq),
		index('messages_person').on(table.personId),
		// Whose a hit of the full-text search is, in a twentieth of the pages that the messages themselves take.
		index('messages_place').on(table.rowid, table.conversationId),
		index('messages_created').on(table.createdAt, table.role)
	]
);

export const messageRatings = sqliteTable(
	'message_ratings',
	{
		messageId: text('message_id').notNull(),
		personId: text('person_id').notNull(),
		conversationId: text('conversation_id').notNull(),
		value: text('value', { enum: ['up', 'down'] }).notNull(),
		reason: text('reason'),
		updatedAt: integer('updated_at').notNull(),
		/** When and by whom the rating was looked at; null again when the person changes it. */
		reviewedAt: integer('reviewed_at'),
		reviewedBy: text('reviewed_by')
	},
	(table) => [
		primaryKey({ columns: [table.messageId, table.personId] }),
		index('message_ratings_conversation').on(table.conversationId),
		index('message_ratings_updated').on(table.updatedAt, table.messageId)
	]
);

export const handoverRequests = sqliteTable(
	'handover_requests',
	{
		id: text('id').primaryKey(),
		conversationId: text('conversation_id').notNull(),
		personId: text('person_id').notNull(),
		reason: text('reason').notNull(),
		/** Who wished for a person. */
		origin: text('origin', { enum: ['model', 'person', 'rule', 'agent'] })
			.notNull()
			.default('model'),
		status: text('status', { enum: ['requested', 'taken', 'closed'] }).notNull(),
		agentId: text('agent_id'),
		createdAt: integer('created_at').notNull(),
		takenAt: integer('taken_at'),
		/** When the person of the school first wrote. */
		answeredAt: integer('answered_at'),
		closedAt: integer('closed_at'),
		outcome: text('outcome', {
			enum: ['handed-back', 'cancelled', 'away', 'closed', 'ticketed', 'dismissed']
		}),
		/** The ticket that it ended as. */
		ticketNumber: integer('ticket_number')
	},
	(table) => [
		index('handover_requests_conversation').on(table.conversationId),
		index('handover_requests_status').on(table.status, table.createdAt),
		index('handover_requests_created').on(table.createdAt)
	]
);

/** Links that let anybody who has them read one conversation as it stood. */
export const conversationShares = sqliteTable(
	'conversation_shares',
	{
		id: text('id').primaryKey(),
		/** sha-256 (hex) of the secret in the link. */
		tokenHash: text('token_hash').notNull().unique(),
		conversationId: text('conversation_id').notNull(),
		personId: text('person_id').notNull(),
		/** The leaf of the branch that is shared: what comes later stays private. */
		headId: text('head_id').notNull(),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at'),
		revokedAt: integer('revoked_at')
	},
	(table) => [
		index('conversation_shares_conversation').on(table.conversationId),
		index('conversation_shares_person').on(table.personId)
	]
);

/** Files a person added to a message. The bytes lie in R2 under {person_id}/attachments/{id}.{ext}. */
export const attachments = sqliteTable(
	'attachments',
	{
		id: text('id').primaryKey(),
		personId: text('person_id').notNull(),
		conversationId: text('conversation_id').notNull(),
		/** null until the message it was added to has been sent; such files are swept after a day. */
		messageId: text('message_id'),
		name: text('name').notNull(),
		/** As found in the bytes, never as claimed. */
		mediaType: text('media_type').notNull(),
		sizeBytes: integer('size_bytes').notNull(),
		sha256: text('sha256').notNull(),
		/** Pixels; null for text. */
		width: integer('width'),
		height: integer('height'),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('attachments_conversation').on(table.conversationId),
		index('attachments_person').on(table.personId),
		index('attachments_unsent').on(table.messageId, table.createdAt)
	]
);

/** What each conversation remembers of itself, as its object last told. Kept for a while after the last message; the object keeps its own. */
export const userContexts = sqliteTable(
	'user_contexts',
	{
		conversationId: text('conversation_id').primaryKey(),
		personId: text('person_id').notNull(),
		/** Sentences that were said, a line a point. */
		summary: text('summary').notNull(),
		/** JSON arrays; the weightiest topic first, the newest issue last. */
		activeTopics: text('active_topics', { mode: 'json' }).$type<string[]>().notNull(),
		resolvedIssues: text('resolved_issues', { mode: 'json' }).$type<string[]>().notNull(),
		openQuestion: text('open_question'),
		/** -1 .. 1: of the whole, newer messages counting more. */
		sentiment: real('sentiment').notNull(),
		/** JSON: tools that were used and how they went, newest last. */
		tried: text('tried', { mode: 'json' }).$type<{ toolName: string; success: boolean }[]>().notNull(),
		messageCount: integer('message_count').notNull(),
		lastSummaryAt: integer('last_summary_at').notNull(),
		expiresAt: integer('expires_at').notNull()
	},
	(table) => [
		index('user_contexts_person').on(table.personId, table.lastSummaryAt),
		index('user_contexts_expires').on(table.expiresAt)
	]
);
