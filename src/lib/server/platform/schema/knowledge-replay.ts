// Changes of documents that are tried on past questions before they are published. A question's words stay in its message; here is its id, and
// what the school's documents answered to it before and after. Every time is milliseconds since epoch.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { REPLAY_VERDICTS } from '#lib/shared/knowledge-replay.ts';
import { messages } from './conversations.ts';
import { knowledgeDocuments } from './knowledge.ts';

export const knowledgeReplays = sqliteTable(
	'knowledge_replays',
	{
		/** The workflow's instance, too. */
		id: text('id').primaryKey(),
		documentId: text('document_id')
			.notNull()
			.references(() => knowledgeDocuments.id, { onDelete: 'cascade' }),
		kind: text('kind', { enum: ['edit', 'delete', 'restore'] }).notNull(),
		/** The revision in force that the change was made from: it is published over no other. */
		baseRevision: text('base_revision').notNull(),
		baseTitle: text('base_title').notNull(),
		/** What is tried; null where the document is to be deleted. */
		revision: text('revision'),
		title: text('title'),
		text: text('text'),
		status: text('status', {
			enum: ['running', 'ready', 'failed', 'discarded', 'published', 'rolled-back']
		}).notNull(),
		/** Whether the questions were chosen. */
		isChosen: integer('is_chosen', { mode: 'boolean' }).notNull(),
		questionsDone: integer('questions_done').notNull(),
		questionsTotal: integer('questions_total').notNull(),
		/** Why it failed, as a sentence. */
		problem: text('problem'),
		createdBy: text('created_by').notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull()
	},
	(table) => [
		index('knowledge_replays_document').on(table.documentId, table.createdAt),
		index('knowledge_replays_updated').on(table.updatedAt)
	]
);

export const knowledgeReplayQuestions = sqliteTable(
	'knowledge_replay_questions',
	{
		replayId: text('replay_id')
			.notNull()
			.references(() => knowledgeReplays.id, { onDelete: 'cascade' }),
		ordinal: integer('ordinal').notNull(),
		/** Somebody's message that asks it: it goes when that goes. */
		questionId: text('question_id')
			.notNull()
			.references(() => messages.id, { onDelete: 'cascade' }),
		/** How often it was asked of late, in these words. */
		asked: integer('asked').notNull(),
		/** null until it was replayed. */
		verdict: text('verdict', { enum: REPLAY_VERDICTS }),
		/** JSON: both answers, and the citations that are no more. */
		outcome: text('outcome', { mode: 'json' }).$type<unknown>()
	},
	(table) => [
		primaryKey({ columns: [table.replayId, table.ordinal] }),
		index('knowledge_replay_questions_message').on(table.questionId)
	]
);
