// Part of the projection of a message: its files are sent, and no sweep takes them. A file that several versions of a message carry stays
// with the first.
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { schema, type Database } from '../platform/index.ts';

const { attachments } = schema;

/** A statement for the batch of the projection. */
export function markSent(database: Database, personId: string, messageId: string, ids: readonly string[]) {
	return database
		.update(attachments)
		.set({ messageId })
		.where(
			and(
				inArray(attachments.id, [...ids]),
				eq(attachments.personId, personId),
				isNull(attachments.messageId)
			)
		);
}
