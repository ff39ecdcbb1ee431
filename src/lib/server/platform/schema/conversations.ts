// The searchable projection of conversations. The truth is each conversation's own object; these rows are written by its
// outbox alone and can be rebuilt from it.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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
		status: text('status', { enum: ['active', 'idle', 'ended'] }).notNull(),
		language: text('language').notNull(),
		channel: text('channel', { enum: ['text', 'voice'] }).notNull(),
		metadata: text('metadata', { mode: 'json' }).$type<ConversationMetadata>().notNull(),
		messageCount: integer('message_count').notNull(),
		/** The object's log position this row reflects: an older projection never overwrites a newer one. */
		projectedSeq: integer('projected_seq').notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
		/** Set while a deletion can still be undone; the row goes when the object has erased itself. */
		deletedAt: integer('deleted_at')
	},
	(table) => [index('conversations_person_updated').on(table.personId, table.updatedAt, table.id)]
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
		/** JSON of the message's parts, citations and tool calls included. */
		parts: text('parts', { mode: 'json' }).$type<unknown[]>().notNull(),
		/** JSON: intent, sentiment, confidence, model, status. */
		metadata: text('metadata', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
		seq: integer('seq').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('messages_conversation_seq').on(table.conversationId, table.seq),
		index('messages_person').on(table.personId)
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
		updatedAt: integer('updated_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.messageId, table.personId] }),
		index('message_ratings_conversation').on(table.conversationId)
	]
);

export const handoverRequests = sqliteTable(
	'handover_requests',
	{
		id: text('id').primaryKey(),
		conversationId: text('conversation_id').notNull(),
		personId: text('person_id').notNull(),
		reason: text('reason').notNull(),
		status: text('status', { enum: ['requested', 'closed'] }).notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [index('handover_requests_conversation').on(table.conversationId)]
);
