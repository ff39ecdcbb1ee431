// The users table. An e-mail address is taken by exactly one row; the database decides who was first.
import { and, eq, notExists, sql } from 'drizzle-orm';
import { schema, type Database } from '../platform/index.ts';

export type PersonRow = typeof schema.users.$inferSelect;
type NewAccount = Pick<PersonRow, 'email' | 'displayName' | 'passwordHash'> & { email: string };

export interface PeopleStore {
	find(id: string): Promise<PersonRow | undefined>;
	findByEmail(email: string): Promise<PersonRow | undefined>;
	insertGuest(id: string, now: number): Promise<void>;
	/** Somebody of ours with a fixed id; there already is fine. */
	insertFixed(person: Pick<PersonRow, 'id' | 'role' | 'displayName' | 'isDemo'>, now: number): Promise<void>;
	/** False when the address is taken. */
	insertAccount(id: string, account: NewAccount, now: number): Promise<boolean>;
	/** The guest's row becomes the account's. False when the address is taken or the row is no guest's. */
	upgradeGuest(id: string, account: NewAccount, now: number): Promise<boolean>;
	setPasswordHash(id: string, passwordHash: string, now: number): Promise<void>;
}

export function createPeopleStore(database: Database): PeopleStore {
	const { users } = schema;
	return {
		async find(id) {
			const [row] = await database.select().from(users).where(eq(users.id, id));
			return row;
		},
		async findByEmail(email) {
			const [row] = await database.select().from(users).where(eq(users.email, email));
			return row;
		},
		async insertGuest(id, now) {
			await database.insert(users).values({ id, role: 'guest', createdAt: now, updatedAt: now });
		},
		async insertFixed(person, now) {
			await database
				.insert(users)
				.values({ ...person, createdAt: now, updatedAt: now })
				.onConflictDoNothing({ target: users.id });
		},
		async insertAccount(id, account, now) {
			const made = await database
				.insert(users)
				.values({ id, role: 'user', ...account, createdAt: now, updatedAt: now })
				.onConflictDoNothing({ target: users.email })
				.returning({ id: users.id });
			return made.length === 1;
		},
		async upgradeGuest(id, account, now) {
			const taken = database
				.select({ one: sql`1` })
				.from(users)
				.where(eq(users.email, account.email));
			const changed = await database
				.update(users)
				.set({ role: 'user', ...account, updatedAt: now })
				.where(and(eq(users.id, id), eq(users.role, 'guest'), notExists(taken)))
				.returning({ id: users.id });
			return changed.length === 1;
		},
		async setPasswordHash(id, passwordHash, now) {
			await database.update(users).set({ passwordHash, updatedAt: now }).where(eq(users.id, id));
		}
	};
}
