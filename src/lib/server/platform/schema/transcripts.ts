// What the people of the school find conversations by, and what they put on them. Facts and labels are kept by triggers (drizzle/), made
// from conversations, messages, ratings and requests for a person: whoever writes those writes these, and nobody writes them otherwise.
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { knowledgeDocuments } from './knowledge.ts';

/** One row a conversation, narrow, so that a list with rare filters passes over many of them in little time. */
export const conversationFacts = sqliteTable(
	'conversation_facts',
	{
		conversationId: text('conversation_id').primaryKey(),
		personId: text('person_id').notNull(),
		status: text('status', { enum: ['active', 'idle', 'ended', 'archived'] }).notNull(),
		channel: text('channel', { enum: ['text', 'voice'] }).notNull(),
		/** As last heard in what the person wrote; of the page they wrote in until something was. */
		language: text('language').notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
		deletedAt: integer('deleted_at'),
		/** -1..1; null until a turn has told. */
		lowestSentiment: real('lowest_sentiment'),
		/** 0..1 */
		lowestConfidence: real('lowest_confidence'),
		lastIntent: text('last_intent'),
		/** Of the message that told the last intent and language. */
		lastTurnSeq: integer('last_turn_seq').notNull().default(0),
		wasRefused: integer('was_refused', { mode: 'boolean' }).notNull().default(false),
		hadHandover: integer('had_handover', { mode: 'boolean' }).notNull().default(false),
		isRatedUp: integer('is_rated_up', { mode: 'boolean' }).notNull().default(false),
		isRatedDown: integer('is_rated_down', { mode: 'boolean' }).notNull().default(false)
	},
	(table) => [
		// Everything a list asks for: none of the rows it passes over is opened.
		index('conversation_facts_listing').on(
			table.updatedAt,
			table.conversationId,
			table.deletedAt,
			table.status,
			table.channel,
			table.language,
			table.lowestSentiment,
			table.lowestConfidence,
			table.wasRefused,
			table.hadHandover,
			table.isRatedUp,
			table.isRatedDown
		),
		index('conversation_facts_person').on(table.personId)
	]
);

/** What a conversation has several of. */
export const conversationLabels = sqliteTable(
	'conversation_labels',
	{
		/** `agent`: the id of whoever of the school took it over. */
		kind: text('kind', { enum: ['topic', 'intent', 'tool', 'agent'] }).notNull(),
		value: text('value').notNull(),
		conversationId: text('conversation_id').notNull(),
		personId: text('person_id').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.kind, table.value, table.conversationId] }),
		index('conversation_labels_conversation').on(table.conversationId),
		index('conversation_labels_person').on(table.personId)
	]
);

/** The team's words on a conversation; the person's own tags stand with the conversation. */
export const transcriptTags = sqliteTable(
	'transcript_tags',
	{
		conversationId: text('conversation_id').notNull(),
		/** In small letters: what makes two tags one. */
		folded: text('folded').notNull(),
		tag: text('tag').notNull(),
		/** Whose conversation it is. */
		personId: text('person_id').notNull(),
		addedBy: text('added_by').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.conversationId, table.folded] }),
		index('transcript_tags_folded').on(table.folded, table.conversationId),
		index('transcript_tags_person').on(table.personId)
	]
);

/** What somebody of the school wants to find again. */
export const transcriptBookmarks = sqliteTable(
	'transcript_bookmarks',
	{
		agentId: text('agent_id').notNull(),
		conversationId: text('conversation_id').notNull(),
		/** Whose conversation it is. */
		personId: text('person_id').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.agentId, table.conversationId] }),
		index('transcript_bookmarks_conversation').on(table.conversationId),
		index('transcript_bookmarks_person').on(table.personId)
	]
);

/** Who saw personal data in a transcript, when and why. The audit trail holds the fact; the words of the reason go with the conversation. */
export const transcriptUnmaskings = sqliteTable(
	'transcript_unmaskings',
	{
		id: text('id').primaryKey(),
		conversationId: text('conversation_id').notNull(),
		/** Whose conversation it is. */
		personId: text('person_id').notNull(),
		agentId: text('agent_id').notNull(),
		reason: text('reason').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('transcript_unmaskings_conversation').on(table.conversationId, table.createdAt),
		index('transcript_unmaskings_person').on(table.personId)
	]
);

/** Answers that became documents of the school's knowledge, each once. */
export const answerDocuments = sqliteTable(
	'answer_documents',
	{
		messageId: text('message_id').primaryKey(),
		conversationId: text('conversation_id').notNull(),
		/** Whose conversation it is. */
		personId: text('person_id').notNull(),
		documentId: text('document_id')
			.notNull()
			.references(() => knowledgeDocuments.id, { onDelete: 'cascade' }),
		createdBy: text('created_by').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('answer_documents_document').on(table.documentId),
		index('answer_documents_person').on(table.personId)
	]
);
