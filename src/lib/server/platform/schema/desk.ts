// The desk: who answers, and whom a hand-over was offered to. Every time is milliseconds since epoch.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { handoverRequests } from './conversations.ts';

/** Whoever has opened the desk once. */
export const deskAgents = sqliteTable('desk_agents', {
	userId: text('user_id').primaryKey(),
	/** What they chose. Whether they are there is told by `seen_at`. */
	status: text('status', { enum: ['available', 'away', 'offline'] }).notNull(),
	/** How many conversations they take at a time. */
	capacity: integer('capacity').notNull(),
	/** Words: topics, intents, languages, teams. */
	skills: text('skills', { mode: 'json' }).$type<string[]>().notNull().default([]),
	lastAssignedAt: integer('last_assigned_at'),
	/** The last sign of life of an open desk; rounded, so that not every one is written. */
	seenAt: integer('seen_at').notNull()
});

/** One a round: the escalation alone writes them, the conversation's object alone writes the request. */
export const handoverOffers = sqliteTable(
	'handover_offers',
	{
		requestId: text('request_id')
			.notNull()
			.references(() => handoverRequests.id, { onDelete: 'cascade' }),
		/** 0, 1, 2 … */
		round: integer('round').notNull(),
		/** null when nobody was there, or somebody who has been erased. */
		agentId: text('agent_id'),
		offeredAt: integer('offered_at').notNull(),
		/** After this it is offered to the next. */
		endsAt: integer('ends_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.requestId, table.round] }),
		index('handover_offers_agent').on(table.agentId, table.endsAt)
	]
);
