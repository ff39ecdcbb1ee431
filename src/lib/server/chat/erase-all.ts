// Every conversation of a person, for good. Can be called again after it broke off: it goes on with those that are left.
import { eq } from 'drizzle-orm';
import { schema, type Database } from '../platform/index.ts';
import { createDatabaseProjection } from './projection/database-projection.ts';

const ERASED_AT_ONCE = 10;

/** `erase`: asks the conversation's object, which erases itself and its rows. */
export async function eraseAllOf(
	database: Database,
	personId: string,
	erase: (conversationId: string) => Promise<unknown>
): Promise<void> {
	const { conversations } = schema;
	const projection = createDatabaseProjection(database);
	for (;;) {
		// Deleted ones, too, that could still be brought back.
		const page = await database
			.select({ id: conversations.id })
			.from(conversations)
			.where(eq(conversations.personId, personId))
			.limit(ERASED_AT_ONCE);
		if (page.length === 0) return;
		await Promise.all(
			page.map(async ({ id }) => {
				await erase(id);
				// An object that has nothing any more does not know its rows.
				await projection.erase(id);
			})
		);
	}
}
