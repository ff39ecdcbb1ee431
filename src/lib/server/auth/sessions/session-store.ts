// The sessions table. Its ids are hashes: what is stolen from it opens nothing.
import { and, desc, eq, gt, isNull, lte, ne, or, sql } from 'drizzle-orm';
import { schema, type Database } from '../../platform/index.ts';

export type SessionRow = typeof schema.sessions.$inferSelect;
export type NewSession = typeof schema.sessions.$inferInsert;
type UserRow = typeof schema.users.$inferSelect;

export interface FoundSession {
	session: SessionRow;
	user: Pick<UserRow, 'id' | 'role' | 'displayName' | 'isDemo' | 'totpConfirmedAt' | 'disabledAt'>;
}

export interface SessionStore {
	find(id: string): Promise<FoundSession | undefined>;
	/** Those that still open, the last seen first. */
	listOf(userId: string, now: number, limit: number): Promise<SessionRow[]>;
	insert(session: NewSession): Promise<void>;
	/** Moves the expiry, never past the absolute end. */
	slide(id: string, expiresAt: number): Promise<void>;
	/** Unless it was seen after `unlessAfter` already. */
	setSeen(id: string, now: number, unlessAfter: number): Promise<void>;
	/** False when there is no such session any more. */
	setVerified(id: string, now: number): Promise<boolean>;
	delete(id: string): Promise<void>;
	/** False when the person has no such session. */
	deleteOne(userId: string, id: string): Promise<boolean>;
	deleteOf(userId: string): Promise<void>;
	/** How many they were. */
	deleteOthersOf(userId: string, keptId: string): Promise<number>;
	deleteExpired(now: number): Promise<void>;
}

export function createSessionStore(database: Database): SessionStore {
	const { sessions, users } = schema;
	const { id, role, displayName, isDemo, totpConfirmedAt, disabledAt } = users;
	const user = { id, role, displayName, isDemo, totpConfirmedAt, disabledAt };
	return {
		async find(sessionId) {
			const [row] = await database
				.select({ session: sessions, user })
				.from(sessions)
				.innerJoin(users, eq(users.id, sessions.userId))
				.where(eq(sessions.id, sessionId));
			return row;
		},
		async listOf(userId, now, limit) {
			return database
				.select()
				.from(sessions)
				.where(
					and(eq(sessions.userId, userId), gt(sessions.expiresAt, now), gt(sessions.absoluteExpiresAt, now))
				)
				.orderBy(desc(sql`coalesce(${sessions.lastSeenAt}, ${sessions.createdAt})`), desc(sessions.id))
				.limit(limit);
		},
		async insert(session) {
			await database.insert(sessions).values(session);
		},
		async slide(sessionId, expiresAt) {
			await database
				.update(sessions)
				.set({ expiresAt: sql`min(${expiresAt}, ${sessions.absoluteExpiresAt})` })
				.where(eq(sessions.id, sessionId));
		},
		async setSeen(sessionId, now, unlessAfter) {
			await database
				.update(sessions)
				.set({ lastSeenAt: now })
				.where(
					and(
						eq(sessions.id, sessionId),
						or(isNull(sessions.lastSeenAt), lte(sessions.lastSeenAt, unlessAfter))
					)
				);
		},
		async setVerified(sessionId, now) {
			const changed = await database
				.update(sessions)
				.set({ verifiedAt: now })
				.where(eq(sessions.id, sessionId))
				.returning({ id: sessions.id });
			return changed.length === 1;
		},
		async delete(sessionId) {
			await database.delete(sessions).where(eq(sessions.id, sessionId));
		},
		async deleteOne(userId, sessionId) {
			const deleted = await database
				.delete(sessions)
				.where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
				.returning({ id: sessions.id });
			return deleted.length === 1;
		},
		async deleteOf(userId) {
			await database.delete(sessions).where(eq(sessions.userId, userId));
		},
		async deleteOthersOf(userId, keptId) {
			const deleted = await database
				.delete(sessions)
				.where(and(eq(sessions.userId, userId), ne(sessions.id, keptId)))
				.returning({ id: sessions.id });
			return deleted.length;
		},
		async deleteExpired(now) {
			await database.delete(sessions).where(lte(sessions.expiresAt, now));
		}
	};
}
