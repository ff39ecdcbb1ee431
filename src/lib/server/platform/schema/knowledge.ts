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
		/** Of the original now in force, where it has any. */
		pageCount: integer('page_count'),
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
		/** At most one is active; a building one takes its place when it is full, or stands by: kept up to date for when that one is away. */
		status: text('status', { enum: ['building', 'active', 'standby', 'retired', 'failed'] }).notNull(),
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

/** Files on their way into the knowledge, and how those of late ended. What they hold lies in R2 beside the document they become. */
export const knowledgeIngests = sqliteTable(
	'knowledge_ingests',
	{
		/** The workflow's instance, too. */
		id: text('id').primaryKey(),
		/** Of the document it becomes: known before there is one. */
		documentId: text('document_id').notNull(),
		name: text('name').notNull(),
		sizeBytes: integer('size_bytes').notNull(),
		/** As whoever sent it wished; null: as the file itself says. */
		tags: text('tags', { mode: 'json' }).$type<string[]>(),
		audience: text('audience', { enum: ['public', 'students', 'teachers', 'staff'] }),
		status: text('status', {
			enum: ['waiting', 'reading', 'indexing', 'done', 'failed', 'cancelled']
		}).notNull(),
		/** How often it was begun to be read: what kills whoever reads it must not do so for ever. */
		attempts: integer('attempts').notNull(),
		pagesDone: integer('pages_done').notNull(),
		/** 0 where nobody knows yet, and where there are none. */
		pagesTotal: integer('pages_total').notNull(),
		chunksDone: integer('chunks_done').notNull(),
		chunksTotal: integer('chunks_total').notNull(),
		outcome: text('outcome', { enum: ['created', 'revised', 'unchanged'] }),
		/** Why it failed, as a sentence. */
		problem: text('problem'),
		createdBy: text('created_by').notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull()
	},
	(table) => [
		index('knowledge_ingests_created').on(table.createdAt, table.id),
		index('knowledge_ingests_document').on(table.documentId)
	]
);

/** Sitemaps whose pages are documents. */
export const knowledgeSites = sqliteTable('knowledge_sites', {
	id: text('id').primaryKey(),
	/** Of the sitemap. */
	address: text('address').notNull().unique(),
	tags: text('tags', { mode: 'json' }).$type<string[]>(),
	audience: text('audience', { enum: ['public', 'students', 'teachers', 'staff'] }),
	/** When it was last read to its end; null: it is to be read now. */
	readAt: integer('read_at'),
	problem: text('problem'),
	createdBy: text('created_by').notNull(),
	createdAt: integer('created_at').notNull()
});

/** Pages of the web that are documents, or are to become some, and when they are looked at again. */
export const knowledgeWebPages = sqliteTable(
	'knowledge_web_pages',
	{
		/** Where it is asked for; the document is known by where it was found. */
		url: text('url').primaryKey(),
		siteId: text('site_id').references(() => knowledgeSites.id, { onDelete: 'cascade' }),
		documentId: text('document_id'),
		status: text('status', { enum: ['waiting', 'there', 'gone', 'failed'] }).notNull(),
		etag: text('etag'),
		lastModified: text('last_modified'),
		/** One after the other. */
		failures: integer('failures').notNull(),
		problem: text('problem'),
		/** Not before. */
		dueAt: integer('due_at').notNull(),
		readAt: integer('read_at'),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('knowledge_web_pages_due').on(table.dueAt),
		index('knowledge_web_pages_site').on(table.siteId),
		index('knowledge_web_pages_document').on(table.documentId)
	]
);
