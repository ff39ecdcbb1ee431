// What happened: audit events (who did what to which object) and metric events (how long, how often). Neither holds message text.
import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const auditEvents = sqliteTable(
	'audit_events',
	{
		id: text('id').primaryKey(),
		/** Who acted; null for a visitor without an account. */
		personId: text('person_id'),
		role: text('role', { enum: ['guest', 'user', 'teacher', 'agent', 'admin'] }).notNull(),
		/** object.verb, past tense: session.created, document.deleted. */
		action: text('action').notNull(),
		objectType: text('object_type').notNull(),
		objectId: text('object_id'),
		outcome: text('outcome', { enum: ['allowed', 'refused', 'failed'] }).notNull(),
		requestId: text('request_id'),
		details: text('details', { mode: 'json' }).$type<Record<string, string | number | boolean>>(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('audit_events_created').on(table.createdAt, table.id),
		index('audit_events_person').on(table.personId)
	]
);

export const metricEvents = sqliteTable(
	'metric_events',
	{
		id: text('id').primaryKey(),
		/** dotted.name, unit as last word: turn.first_token.ms, cache.hits.count. */
		name: text('name').notNull(),
		value: real('value').notNull(),
		labels: text('labels', { mode: 'json' }).$type<Record<string, string>>(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [index('metric_events_name_created').on(table.name, table.createdAt)]
);
