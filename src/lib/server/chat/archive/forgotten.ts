// Conversations that should lie in the archive for long and do not: from before there was one, or with an alarm that was lost.
import { and, isNull, lt, ne } from 'drizzle-orm';
import { schema, type Database } from '../../platform/index.ts';

const { conversations } = schema;

/** One that plans its own archiving needs a few days more at most. */
const SLACK_MS = 7 * 24 * 60 * 60_000;

/** Ids of those that nobody has changed since, the oldest first. */
export async function listForgotten(database: Database, since: number, limit: number): Promise<string[]> {
	const rows = await database
		.select({ id: conversations.id })
		.from(conversations)
		.where(
			and(
				lt(conversations.updatedAt, since - SLACK_MS),
				ne(conversations.status, 'archived'),
				isNull(conversations.deletedAt)
			)
		)
		.orderBy(conversations.updatedAt)
		.limit(limit);
	return rows.map(({ id }) => id);
}
