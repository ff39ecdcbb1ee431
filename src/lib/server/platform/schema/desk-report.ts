// What became of each question, for the desk's report: written by the report alone, from what messages, ratings and requests for a person
// say, and made anew by it when it is emptied. Every time is milliseconds since epoch.
import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { messages } from './conversations.ts';

export const questionOutcomes = sqliteTable(
	'question_outcomes',
	{
		/** The person's message: it goes when that goes. */
		questionId: text('question_id')
			.primaryKey()
			.references(() => messages.id, { onDelete: 'cascade' }),
		/** The last answer to it. */
		answerId: text('answer_id').notNull(),
		conversationId: text('conversation_id').notNull(),
		personId: text('person_id').notNull(),
		askedAt: integer('asked_at').notNull(),
		intent: text('intent').notNull(),
		/** 0..1 */
		confidence: real('confidence').notNull(),
		/** `refused`: the answer says that the school's knowledge does not hold it. `failed`: there was none, or only its beginning. */
		answer: text('answer', { enum: ['given', 'refused', 'failed'] }).notNull(),
		/** When it was asked once more, in other words or the same. */
		askedAgainAt: integer('asked_again_at'),
		/** null until three days have passed: before that nobody can know. */
		fate: text('fate', {
			enum: ['resolved', 'handed-over', 'failed', 'refused', 'unsure', 'asked-again', 'disliked']
		}),
		/** Whether a person was asked for in the conversation at all; null like the fate. */
		hadHandover: integer('had_handover', { mode: 'boolean' })
	},
	(table) => [
		index('question_outcomes_asked').on(table.askedAt, table.fate, table.hadHandover),
		index('question_outcomes_unsettled').on(table.fate, table.askedAt),
		index('question_outcomes_weak').on(table.answer, table.askedAt),
		index('question_outcomes_unsure').on(table.askedAt, table.confidence),
		index('question_outcomes_person').on(table.personId, table.askedAt)
	]
);

/** How far the report has read: one row. */
export const reportProgress = sqliteTable('report_progress', {
	id: integer('id').primaryKey(),
	/** The rowid of the last message that was looked at. */
	messageRowid: integer('message_rowid').notNull()
});
