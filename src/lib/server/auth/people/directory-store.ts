// The users table as a directory. That one administrator remains is decided in the statement that would take the last one away: of two
// at the same moment one finds nobody left.
import { and, desc, eq, gt, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import { olderThan, pageOf, rowsFor, schema, type Database } from '../../platform/index.ts';
import type { AccountRole } from './people.ts';
import type { ListPeople } from './forms.ts';

const { conversations, sessions, users } = schema;

export type DirectoryRow = typeof users.$inferSelect;

export interface DirectoryStore {
	list(query: ListPeople): Promise<{ rows: DirectoryRow[]; nextCursor: string | null }>;
	find(id: string): Promise<DirectoryRow | undefined>;
	standingOf(
		id: string,
		now: number
	): Promise<{ sessions: number; lastSeenAt: number | null; conversations: number }>;
	/** False when it would leave no administrator. */
	setRole(id: string, role: AccountRole, now: number): Promise<boolean>;
	/** Likewise. */
	disable(id: string, now: number): Promise<boolean>;
	enable(id: string, now: number): Promise<void>;
}

export function createDirectoryStore(database: Database): DirectoryStore {
	/** Somebody else who can sign in as an administrator. */
	const anotherAdministrator = (id: string): SQL => sql`exists (
		select 1 from ${users} as other where other.role = 'admin' and other.id <> ${id}
		and other.disabled_at is null and other.is_demo = 0 and other.email is not null)`;
	const leavesOne = (id: string) => or(ne(users.role, 'admin'), anotherAdministrator(id));

	return {
		async list({ q, role, cursor, limit }) {
			// Not LIKE: D1 refuses its patterns from 50 bytes on, and addresses are longer.
			const holds = (column: typeof users.email | typeof users.displayName) =>
				sql`instr(lower(${column}), lower(${q})) > 0`;
			const rows = await database
				.select()
				.from(users)
				.where(
					and(
						role === undefined ? ne(users.role, 'guest') : eq(users.role, role),
						q === undefined || q === '' ? undefined : or(holds(users.email), holds(users.displayName)),
						olderThan(users.createdAt, users.id, cursor)
					)
				)
				.orderBy(desc(users.createdAt), desc(users.id))
				.limit(rowsFor(limit));
			return pageOf(rows, limit);
		},
		async find(id) {
			const [row] = await database.select().from(users).where(eq(users.id, id));
			return row;
		},
		async standingOf(id, now) {
			const [[open], held] = await Promise.all([
				database
					.select({
						count: sql<number>`count(*)`,
						lastSeenAt: sql<number | null>`max(${sessions.lastSeenAt})`
					})
					.from(sessions)
					.where(and(eq(sessions.userId, id), gt(sessions.expiresAt, now))),
				database.$count(conversations, and(eq(conversations.personId, id), isNull(conversations.deletedAt)))
			]);
			return { sessions: open?.count ?? 0, lastSeenAt: open?.lastSeenAt ?? null, conversations: held };
		},
		async setRole(id, role, now) {
			const changed = await database
				.update(users)
				.set({ role, updatedAt: now })
				.where(and(eq(users.id, id), role === 'admin' ? undefined : leavesOne(id)))
				.returning({ id: users.id });
			return changed.length === 1;
		},
		async disable(id, now) {
			const changed = await database
				.update(users)
				.set({ disabledAt: now, updatedAt: now })
				.where(and(eq(users.id, id), leavesOne(id)))
				.returning({ id: users.id });
			return changed.length === 1;
		},
		async enable(id, now) {
			await database.update(users).set({ disabledAt: null, updatedAt: now }).where(eq(users.id, id));
		}
	};
}
