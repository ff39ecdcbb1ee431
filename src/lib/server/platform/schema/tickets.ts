// Tickets: what somebody asked the school for, until it is settled. Every time is milliseconds since epoch.
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { CATEGORIES, PRIORITIES, STATUSES } from '../../../shared/tickets.ts';

export const tickets = sqliteTable(
	'tickets',
	{
		/** What people call it: "ticket 12". Also the row of its subject in the full-text index. */
		number: integer('number').primaryKey({ autoIncrement: true }),
		id: text('id').notNull().unique(),
		requesterId: text('requester_id').notNull(),
		/** Idempotency: the same key of the same requester is the same ticket. */
		clientKey: text('client_key').notNull(),
		subject: text('subject').notNull(),
		category: text('category', { enum: CATEGORIES }).notNull(),
		status: text('status', { enum: STATUSES }).notNull(),
		priority: text('priority', { enum: PRIORITIES }).notNull(),
		assigneeId: text('assignee_id'),
		team: text('team'),
		tags: text('tags', { mode: 'json' }).$type<string[]>().notNull().default([]),
		conversationId: text('conversation_id'),
		recordingId: text('recording_id'),
		noteId: text('note_id'),
		/** The number of the ticket this one became a part of. */
		mergedInto: integer('merged_into'),
		/** Working time until the clock last stood still. */
		clockUsedMs: integer('clock_used_ms').notNull().default(0),
		/** null while the clock stands still. */
		clockRunsSince: integer('clock_runs_since'),
		firstRespondedAt: integer('first_responded_at'),
		/** Working time until then; null for tickets of before it was kept. */
		responseUsedMs: integer('response_used_ms'),
		/** null once met, and while the clock stands still. */
		responseDueAt: integer('response_due_at'),
		resolutionDueAt: integer('resolution_due_at'),
		/** The earlier of the two: lists are in this order. */
		dueAt: integer('due_at'),
		solvedAt: integer('solved_at'),
		rating: text('rating', { enum: ['good', 'bad'] }),
		ratingComment: text('rating_comment'),
		ratedAt: integer('rated_at'),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
		/** Counts every write. */
		version: integer('version').notNull().default(1),
		/** Of the write that made this version: what belongs to that write is stored only if it was it. */
		writeId: text('write_id').notNull()
	},
	(table) => [
		uniqueIndex('tickets_client_key').on(table.requesterId, table.clientKey),
		index('tickets_requester').on(table.requesterId, table.updatedAt),
		index('tickets_status').on(table.status, table.updatedAt),
		index('tickets_due').on(table.dueAt),
		index('tickets_assignee').on(table.assigneeId, table.status),
		index('tickets_merged').on(table.mergedInto),
		index('tickets_created').on(table.createdAt),
		index('tickets_rated').on(table.ratedAt),
		index('tickets_conversation').on(table.conversationId)
	]
);

export const ticketComments = sqliteTable(
	'ticket_comments',
	{
		/** The full-text index's rowid: explicit, since an implicit one may change in a restore. */
		rowid: integer('rowid').primaryKey({ autoIncrement: true }),
		id: text('id').notNull().unique(),
		ticketId: text('ticket_id')
			.notNull()
			.references(() => tickets.id, { onDelete: 'cascade' }),
		/** null for somebody who has been erased, and for the external desk. */
		authorId: text('author_id'),
		side: text('side', { enum: ['requester', 'desk', 'external'] }).notNull(),
		isInternal: integer('is_internal', { mode: 'boolean' }).notNull(),
		body: text('body').notNull(),
		clientKey: text('client_key').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		uniqueIndex('ticket_comments_client_key').on(table.ticketId, table.clientKey),
		index('ticket_comments_author').on(table.authorId)
	]
);

/** Everything that ever happened to a ticket, one field a row. Rows are added and never changed. */
export const ticketEvents = sqliteTable(
	'ticket_events',
	{
		id: integer('id').primaryKey({ autoIncrement: true }),
		ticketId: text('ticket_id')
			.notNull()
			.references(() => tickets.id, { onDelete: 'cascade' }),
		actorId: text('actor_id'),
		side: text('side', { enum: ['requester', 'desk', 'external'] }).notNull(),
		/** The version this event made. */
		version: integer('version').notNull(),
		/** What changed: a field, or created, commented, merged, rated. */
		field: text('field').notNull(),
		fromValue: text('from_value'),
		toValue: text('to_value'),
		/** In place of the two above where the value is a person. */
		fromAssigneeId: text('from_assignee_id'),
		toAssigneeId: text('to_assignee_id'),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('ticket_events_ticket').on(table.ticketId, table.version),
		index('ticket_events_actor').on(table.actorId),
		index('ticket_events_from_assignee').on(table.fromAssigneeId),
		index('ticket_events_to_assignee').on(table.toAssigneeId)
	]
);

/** A list of tickets that somebody of the desk comes back to. */
export const ticketFilters = sqliteTable(
	'ticket_filters',
	{
		id: text('id').primaryKey(),
		ownerId: text('owner_id').notNull(),
		name: text('name').notNull(),
		/** The list's address after the question mark. */
		query: text('query').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [uniqueIndex('ticket_filters_name').on(table.ownerId, table.name)]
);

export const cannedReplies = sqliteTable('canned_replies', {
	id: text('id').primaryKey(),
	title: text('title').notNull().unique(),
	/** With {requester}, {number}, {subject}, {agent}, {school}. */
	body: text('body').notNull(),
	createdBy: text('created_by'),
	createdAt: integer('created_at').notNull(),
	updatedAt: integer('updated_at').notNull(),
	version: integer('version').notNull().default(1)
});

/** What the external desk has still to be told, oldest first. A row goes when it was taken; one that was given up stays. */
export const ticketDeliveries = sqliteTable(
	'ticket_deliveries',
	{
		/** Also the id the receiver knows the message by. */
		id: text('id').primaryKey(),
		ticketId: text('ticket_id')
			.notNull()
			.references(() => tickets.id, { onDelete: 'cascade' }),
		event: text('event').notNull(),
		body: text('body').notNull(),
		attempts: integer('attempts').notNull().default(0),
		/** When it is tried next; while it is being tried, when that try is given up. */
		nextAttemptAt: integer('next_attempt_at').notNull(),
		lastProblem: text('last_problem'),
		deadAt: integer('dead_at'),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('ticket_deliveries_due').on(table.deadAt, table.nextAttemptAt),
		index('ticket_deliveries_ticket').on(table.ticketId)
	]
);

/** Messages of the external desk that were heard: none is heard twice. */
export const ticketInbound = sqliteTable(
	'ticket_inbound',
	{ id: text('id').primaryKey(), receivedAt: integer('received_at').notNull() },
	(table) => [index('ticket_inbound_received').on(table.receivedAt)]
);

/** Files with a comment. The bytes lie in R2 under {person_id}/tickets/{id}.{ext}: what is said in a ticket is its requester's and goes with them. */
export const ticketFiles = sqliteTable(
	'ticket_files',
	{
		id: text('id').primaryKey(),
		/** Of the ticket's requester. */
		personId: text('person_id').notNull(),
		/** null for somebody who has been erased. */
		uploadedBy: text('uploaded_by'),
		/** null until it is sent; such files are swept after a day. */
		commentId: text('comment_id').references(() => ticketComments.id, { onDelete: 'cascade' }),
		name: text('name').notNull(),
		/** As found in the bytes, never as claimed. */
		mediaType: text('media_type').notNull(),
		sizeBytes: integer('size_bytes').notNull(),
		sha256: text('sha256').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('ticket_files_comment').on(table.commentId, table.createdAt),
		index('ticket_files_person').on(table.personId),
		index('ticket_files_uploader').on(table.uploadedBy, table.commentId)
	]
);

/** Who of the desk looks at a ticket just now. A row that was not renewed for some seconds says nothing. */
export const ticketViewers = sqliteTable(
	'ticket_viewers',
	{
		ticketNumber: integer('ticket_number')
			.notNull()
			.references(() => tickets.number, { onDelete: 'cascade' }),
		userId: text('user_id').notNull(),
		/** Something is typed that was not sent. */
		isWriting: integer('is_writing', { mode: 'boolean' }).notNull(),
		seenAt: integer('seen_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.ticketNumber, table.userId] }),
		index('ticket_viewers_user').on(table.userId),
		index('ticket_viewers_seen').on(table.seenAt)
	]
);
