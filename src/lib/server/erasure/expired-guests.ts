// Guests who cannot come back: no session of theirs is left, and what they said is gone or has lain in the archive for as long again as it
// was kept before.
import { and, eq, gt, lt, ne, notExists, or, sql } from 'drizzle-orm';
import { schema, type Database } from '../platform/index.ts';

const { conversations, sessions, users } = schema;

/** Ids, the oldest first. */
export async function findExpiredGuests(
	database: Database,
	{ now, keptForMs, limit }: { now: number; keptForMs: number; limit: number }
): Promise<string[]> {
	const liveSession = database
		.select({ one: sql`1` })
		.from(sessions)
		.where(
			and(eq(sessions.userId, users.id), gt(sessions.expiresAt, now), gt(sessions.absoluteExpiresAt, now))
		);
	const keptConversation = database
		.select({ one: sql`1` })
		.from(conversations)
		.where(
			and(
				eq(conversations.personId, users.id),
				or(ne(conversations.status, 'archived'), gt(conversations.updatedAt, now - 2 * keptForMs))
			)
		);
	const rows = await database
		.select({ id: users.id })
		.from(users)
		.where(
			and(
				eq(users.role, 'guest'),
				eq(users.isDemo, false),
				lt(users.createdAt, now - keptForMs),
				notExists(liveSession),
				notExists(keptConversation)
			)
		)
		.orderBy(users.createdAt)
		.limit(limit);
	return rows.map(({ id }) => id);
}
