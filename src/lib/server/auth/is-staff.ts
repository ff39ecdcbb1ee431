// Whether somebody may answer for the school at this moment, for what outlives the request in which they proved who they are.
import { eq } from 'drizzle-orm';
import { can } from '#lib/shared/actor.ts';
import { schema, type Database } from '../platform/index.ts';

export function createStaffCheck(database: Database): (personId: string) => Promise<boolean> {
	const { users } = schema;
	return async (personId) => {
		const [person] = await database
			.select({ role: users.role, disabledAt: users.disabledAt })
			.from(users)
			.where(eq(users.id, personId));
		if (person === undefined || person.disabledAt !== null) return false;
		return can({ userId: personId, role: person.role, via: 'system' }, 'take:conversation');
	};
}
