// What people asked and the school's knowledge could not answer, put together by meaning. A question's words stay in its message; here are
// ids alone. Every time is milliseconds since epoch.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { messages } from './conversations.ts';

export const knowledgeGaps = sqliteTable(
	'knowledge_gaps',
	{
		id: text('id').primaryKey(),
		/** The question it gathers around: when that is erased, another of the gap's takes its place, or the gap goes. */
		seedQuestionId: text('seed_question_id').notNull(),
		/** `closed`: the knowledge answers it now. `dismissed`: somebody said that it need not. */
		status: text('status', { enum: ['open', 'closed', 'dismissed'] }).notNull(),
		/** The document that answers it, while it is closed. */
		documentId: text('document_id'),
		/** When it was last tried whether it can be answered. */
		checkedAt: integer('checked_at').notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull()
	},
	(table) => [index('knowledge_gaps_status').on(table.status, table.checkedAt)]
);

export const knowledgeGapQuestions = sqliteTable(
	'knowledge_gap_questions',
	{
		/** The person's message: it goes when that goes. */
		questionId: text('question_id')
			.primaryKey()
			.references(() => messages.id, { onDelete: 'cascade' }),
		gapId: text('gap_id')
			.notNull()
			.references(() => knowledgeGaps.id, { onDelete: 'cascade' }),
		personId: text('person_id').notNull(),
		conversationId: text('conversation_id').notNull(),
		/** Why the answer was not good enough. */
		reason: text('reason', { enum: ['refused', 'unsure', 'disliked', 'handed-over'] }).notNull(),
		askedAt: integer('asked_at').notNull()
	},
	(table) => [
		index('knowledge_gap_questions_gap').on(table.gapId, table.askedAt),
		index('knowledge_gap_questions_person').on(table.personId)
	]
);
