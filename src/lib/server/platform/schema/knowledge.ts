// The school's knowledge. The text of a revision lives in R2 (documents/{document_id}/{revision}.md); chunks are here for FTS5,
// whose virtual table is made by a custom migration (drizzle-kit does not know virtual tables).
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

export const knowledgeDocuments = sqliteTable(
	'knowledge_documents',
	{
		id: text('id').primaryKey(),
		/** Where it came from: a path or file name. Adding the same name again is a revision. */
		name: text('name').notNull(),
		title: text('title').notNull(),
		mediaType: text('media_type').notNull(),
		/** JSON array of strings. */
		tags: text('tags', { mode: 'json' }).$type<string[]>().notNull(),
		audience: text('audience', { enum: ['public', 'students', 'teachers', 'staff'] }).notNull(),
		/** sha-256 (hex) of the normalised text now in force. */
		revision: text('revision').notNull(),
		chunkCount: integer('chunk_count').notNull(),
		/** UTF-16 code units of the normalised text now in force. */
		length: integer('length').notNull(),
		createdBy: text('created_by').notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull()
	},
	(table) => [
		uniqueIndex('knowledge_documents_name').on(table.name),
		index('knowledge_documents_updated').on(table.updatedAt, table.id)
	]
);

export const knowledgeRevisions = sqliteTable(
	'knowledge_revisions',
	{
		documentId: text('document_id')
			.notNull()
			.references(() => knowledgeDocuments.id, { onDelete: 'cascade' }),
		revision: text('revision').notNull(),
		title: text('title').notNull(),
		/** UTF-16 code units of the normalised text. */
		length: integer('length').notNull(),
		createdBy: text('created_by').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [primaryKey({ columns: [table.documentId, table.revision] })]
);

export const knowledgeChunks = sqliteTable(
	'knowledge_chunks',
	{
		/** The FTS5 table's rowid. */
		rowid: integer('rowid').primaryKey({ autoIncrement: true }),
		id: text('id').notNull().unique(),
		documentId: text('document_id')
			.notNull()
			.references(() => knowledgeDocuments.id, { onDelete: 'cascade' }),
		revision: text('revision').notNull(),
		ordinal: integer('ordinal').notNull(),
		/** UTF-16 offsets into the revision's text. */
		start: integer('start').notNull(),
		end: integer('end').notNull(),
		title: text('title').notNull(),
		/** The headings above the chunk, one a line. */
		headings: text('headings').notNull(),
		body: text('body').notNull()
	},
	(table) => [index('knowledge_chunks_document').on(table.documentId, table.revision)]
);

/** Which embedding model the vectors in force were made with, and a new index while it is being filled. */
export const knowledgeIndexes = sqliteTable(
	'knowledge_indexes',
	{
		/** The name the vector store knows it by. */
		id: text('id').primaryKey(),
		/** Embedder and store, as in workers-ai/vectorize. */
		provider: text('provider').notNull(),
		model: text('model').notNull(),
		dimensions: integer('dimensions').notNull(),
		/** At most one is active; a building one takes its place when it is full. */
		status: text('status', { enum: ['building', 'active', 'retired', 'failed'] }).notNull(),
		chunksDone: integer('chunks_done').notNull(),
		chunksTotal: integer('chunks_total').notNull(),
		/** The last chunk that is in it: where the work goes on after an interruption. */
		lastRowid: integer('last_rowid').notNull(),
		problem: text('problem'),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull()
	},
	(table) => [index('knowledge_indexes_status').on(table.status)]
);
