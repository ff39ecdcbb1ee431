// Statements of different documents that say the same, or contradict each other; found by night, and read by who writes the knowledge.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { knowledgeDocuments } from './knowledge.ts';

const document = (name: string) =>
	text(name)
		.notNull()
		.references(() => knowledgeDocuments.id, { onDelete: 'cascade' });

export const knowledgeFindings = sqliteTable(
	'knowledge_findings',
	{
		/** sha-256 of both documents and both texts: what was dismissed stays so while both stand anywhere in them. */
		id: text('id').primaryKey(),
		kind: text('kind', { enum: ['duplicate', 'contradiction'] }).notNull(),
		aDocumentId: document('a_document_id'),
		/** UTF-16 offsets into the text of the revision. */
		aRevision: text('a_revision').notNull(),
		aStart: integer('a_start').notNull(),
		aEnd: integer('a_end').notNull(),
		aText: text('a_text').notNull(),
		bDocumentId: document('b_document_id'),
		bRevision: text('b_revision').notNull(),
		bStart: integer('b_start').notNull(),
		bEnd: integer('b_end').notNull(),
		bText: text('b_text').notNull(),
		/** JSON: what differs, as [words of the one, words of the other]. */
		differences: text('differences', { mode: 'json' }).$type<[string, string][]>().notNull(),
		isDismissed: integer('is_dismissed', { mode: 'boolean' }).notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('knowledge_findings_shown').on(table.isDismissed, table.kind, table.createdAt),
		index('knowledge_findings_a').on(table.aDocumentId),
		index('knowledge_findings_b').on(table.bDocumentId)
	]
);

/** Which revision of a document was compared with the others. */
export const knowledgeComparisons = sqliteTable('knowledge_comparisons', {
	documentId: document('document_id').primaryKey(),
	revision: text('revision').notNull()
});
