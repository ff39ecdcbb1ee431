// Accounts and what lets them in. Every time is milliseconds since epoch.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const users = sqliteTable(
	'users',
	{
		id: text('id').primaryKey(),
		role: text('role', { enum: ['guest', 'user', 'teacher', 'agent', 'admin'] }).notNull(),
		/** Lower case; null for guests. */
		email: text('email').unique(),
		displayName: text('display_name'),
		/** scrypt, with its parameters: `scrypt$N$r$p$salt$hash`, base64url. Null for guests and demo entries. */
		passwordHash: text('password_hash'),
		isDemo: integer('is_demo', { mode: 'boolean' }).notNull().default(false),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull()
	},
	(table) => [index('users_role').on(table.role)]
);

/** The shape Lucia's successor guidance uses, so that leaving Lucia is one file. */
export const sessions = sqliteTable(
	'sessions',
	{
		/** sha-256 (hex) of the secret in the cookie: a stolen table opens nothing. */
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id, { onDelete: 'cascade' }),
		expiresAt: integer('expires_at').notNull(),
		/** However much it is used, a session ends here. */
		absoluteExpiresAt: integer('absolute_expires_at').notNull(),
		userAgent: text('user_agent'),
		createdAt: integer('created_at').notNull()
	},
	(table) => [index('sessions_user').on(table.userId), index('sessions_expiry').on(table.expiresAt)]
);

export const apiKeys = sqliteTable(
	'api_keys',
	{
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id, { onDelete: 'cascade' }),
		name: text('name').notNull(),
		/** sha-256 (hex) of the key. */
		keyHash: text('key_hash').notNull().unique(),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at'),
		revokedAt: integer('revoked_at')
	},
	(table) => [index('api_keys_user').on(table.userId)]
);
