// Accounts and what lets them in. Every time is milliseconds since epoch.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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
		/** When somebody who reads mail at `email` said so; null until then. */
		emailVerifiedAt: integer('email_verified_at'),
		/** Encrypted with the deployment's secret; set at the begin of enrolment, in force once confirmed. */
		totpSecret: text('totp_secret'),
		totpConfirmedAt: integer('totp_confirmed_at'),
		/** The last 30-second step a code was taken for: no code opens twice. */
		totpLastStep: integer('totp_last_step'),
		/** Set by an administrator: every way in is closed, nothing is lost. */
		disabledAt: integer('disabled_at'),
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
		/** Truncated: IPv4 to /24, IPv6 to /48. */
		address: text('address'),
		/** Written at most every few minutes. */
		lastSeenAt: integer('last_seen_at'),
		/** When the person last proved again who they are (password, code): what sensitive acts ask for. */
		verifiedAt: integer('verified_at'),
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
		/** The first characters, to tell keys apart in a list. */
		prefix: text('prefix').notNull().default(''),
		/** JSON array: what of its person's permissions the key carries. */
		scopes: text('scopes', { mode: 'json' }).$type<string[]>().notNull().default([]),
		/** Written at most every few minutes. */
		lastUsedAt: integer('last_used_at'),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at'),
		revokedAt: integer('revoked_at')
	},
	(table) => [index('api_keys_user').on(table.userId)]
);

/** Secrets that were mailed or handed out once: each opens one thing, once, until it expires. */
export const accountTokens = sqliteTable(
	'account_tokens',
	{
		/** sha-256 (hex) of the secret. */
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id, { onDelete: 'cascade' }),
		purpose: text('purpose', {
			enum: ['verify-email', 'change-email', 'reset-password', 'second-factor', 'erase-account']
		}).notNull(),
		/** The address it was sent to: a token for an address that has changed since opens nothing. */
		email: text('email'),
		/** Wrong codes given with it. */
		tries: integer('tries').notNull().default(0),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at').notNull(),
		usedAt: integer('used_at')
	},
	(table) => [
		index('account_tokens_user').on(table.userId, table.purpose),
		index('account_tokens_expiry').on(table.expiresAt)
	]
);

/** For whoever has lost the device that makes the codes. */
export const recoveryCodes = sqliteTable(
	'recovery_codes',
	{
		userId: text('user_id')
			.notNull()
			.references(() => users.id, { onDelete: 'cascade' }),
		/** sha-256 (hex). */
		codeHash: text('code_hash').notNull(),
		createdAt: integer('created_at').notNull(),
		usedAt: integer('used_at')
	},
	(table) => [primaryKey({ columns: [table.userId, table.codeHash] })]
);

export const invitations = sqliteTable(
	'invitations',
	{
		id: text('id').primaryKey(),
		/** sha-256 (hex) of the secret in the link. */
		tokenHash: text('token_hash').notNull().unique(),
		/** Lower case: only this address can accept. */
		email: text('email').notNull(),
		role: text('role', { enum: ['user', 'teacher', 'agent', 'admin'] }).notNull(),
		invitedBy: text('invited_by').notNull(),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at').notNull(),
		acceptedAt: integer('accepted_at'),
		acceptedBy: text('accepted_by'),
		revokedAt: integer('revoked_at')
	},
	(table) => [
		index('invitations_created').on(table.createdAt, table.id),
		index('invitations_email').on(table.email)
	]
);

/** People of another house whose tokens we take: who they are here. */
export const externalIdentities = sqliteTable(
	'external_identities',
	{
		issuer: text('issuer').notNull(),
		subject: text('subject').notNull(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id, { onDelete: 'cascade' }),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		primaryKey({ columns: [table.issuer, table.subject] }),
		index('external_identities_user').on(table.userId)
	]
);

/** What the embedded mail adapter "sends": administrators read it where a real one would deliver. */
export const mailOutbox = sqliteTable(
	'mail_outbox',
	{
		id: text('id').primaryKey(),
		/** Whom it is about, where that is an account. */
		personId: text('person_id'),
		recipient: text('recipient').notNull(),
		/** What it is for: password-reset, email-verification, invitation … */
		kind: text('kind').notNull(),
		subject: text('subject').notNull(),
		/** Plain text. */
		body: text('body').notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('mail_outbox_created').on(table.createdAt, table.id),
		index('mail_outbox_person').on(table.personId)
	]
);
