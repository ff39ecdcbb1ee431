// Whether a person has no account: what they leave behind is kept for a shorter time.
import { eq } from 'drizzle-orm';
import { schema, type Database } from '../platform/index.ts';

/** Somebody who is not there any more counts as a guest. */
export function createGuestCheck(database: Database): (personId: string) => Promise<boolean> {
	const { users } = schema;
	return async (personId) => {
		const [row] = await database.select({ role: users.role }).from(users).where(eq(users.id, personId));
		return row === undefined || row.role === 'guest';
	};
}
