// The sessions table. Its ids are hashes: what is stolen from it opens nothing.
import { eq, lte, sql } from 'drizzle-orm';
import { schema, type Database } from '../../platform/index.ts';

type SessionRow = typeof schema.sessions.$inferSelect;
export type NewSession = typeof schema.sessions.$inferInsert;

export interface FoundSession {
	session: SessionRow;
	user: Pick<typeof schema.users.$inferSelect, 'id' | 'role' | 'displayName'>;
}

export interface SessionStore {
	find(id: string): Promise<FoundSession | undefined>;
	insert(session: NewSession): Promise<void>;
	/** Moves the expiry, never past the absolute end. */
	slide(id: string, expiresAt: number): Promise<void>;
	verifiedAt(id: string): Promise<number | null>;
	/** False when there is no such session any more. */
	setVerified(id: string, now: number): Promise<boolean>;
	delete(id: string): Promise<void>;
	deleteOf(userId: string): Promise<void>;
	deleteExpired(now: number): Promise<void>;
}

export function createSessionStore(database: Database): SessionStore {
	const { sessions, users } = schema;
	return {
		async find(id) {
			const [row] = await database
				.select({
					session: sessions,
					user: { id: users.id, role: users.role, displayName: users.displayName }
				})
				.from(sessions)
				.innerJoin(users, eq(users.id, sessions.userId))
				.where(eq(sessions.id, id));
			return row;
		},
		async insert(session) {
			await database.insert(sessions).values(session);
		},
		async slide(id, expiresAt) {
			await database
				.update(sessions)
				.set({ expiresAt: sql`min(${expiresAt}, ${sessions.absoluteExpiresAt})` })
				.where(eq(sessions.id, id));
		},
		async verifiedAt(id) {
			const [row] = await database
				.select({ verifiedAt: sessions.verifiedAt })
				.from(sessions)
				.where(eq(sessions.id, id));
			return row?.verifiedAt ?? null;
		},
		async setVerified(id, now) {
			const changed = await database
				.update(sessions)
				.set({ verifiedAt: now })
				.where(eq(sessions.id, id))
				.returning({ id: sessions.id });
			return changed.length === 1;
		},
		async delete(id) {
			await database.delete(sessions).where(eq(sessions.id, id));
		},
		async deleteOf(userId) {
			await database.delete(sessions).where(eq(sessions.userId, userId));
		},
		async deleteExpired(now) {
			await database.delete(sessions).where(lte(sessions.expiresAt, now));
		}
	};
}
