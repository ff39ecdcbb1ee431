// The table of people's keys. It holds hashes: what is stolen from it opens nothing.
import { and, desc, eq, gt, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { KeyScope } from '#lib/shared/actor.ts';
import { olderThan, pageOf, rowsFor, schema, type Database } from '../../platform/index.ts';

const { apiKeys, users } = schema;

export type KeyRow = typeof apiKeys.$inferSelect;
type UserRow = typeof users.$inferSelect;
export interface OwnedKeyRow {
	key: KeyRow;
	owner: Pick<UserRow, 'id' | 'role' | 'displayName' | 'disabledAt'>;
}

export interface KeyStore {
	findByHash(keyHash: string): Promise<OwnedKeyRow | undefined>;
	find(id: string): Promise<OwnedKeyRow | undefined>;
	/** False when the person has `most` that still open, or is no more. */
	insert(key: NewKeyRow, most: number): Promise<boolean>;
	/** Newest first; everybody's without a person. Throws `invalid` for a cursor that is none. */
	list(request: {
		userId?: string | undefined;
		cursor?: string | undefined;
		limit: number;
	}): Promise<{ rows: OwnedKeyRow[]; nextCursor: string | null }>;
	/** False when it was before. */
	revoke(id: string, now: number): Promise<boolean>;
	/** Unless it was used after `unlessAfter` already. */
	setUsed(id: string, now: number, unlessAfter: number): Promise<void>;
}

export type NewKeyRow = Omit<KeyRow, 'lastUsedAt' | 'revokedAt' | 'scopes'> & { scopes: KeyScope[] };

export function createKeyStore(database: Database): KeyStore {
	const { id, role, displayName, disabledAt } = users;
	const owned = { key: apiKeys, owner: { id, role, displayName, disabledAt } };
	const read = (condition: SQL | undefined) =>
		database.select(owned).from(apiKeys).innerJoin(users, eq(users.id, apiKeys.userId)).where(condition);

	return {
		async findByHash(keyHash) {
			return (await read(eq(apiKeys.keyHash, keyHash)))[0];
		},
		async find(keyId) {
			return (await read(eq(apiKeys.id, keyId)))[0];
		},
		async insert(key, most) {
			const open = and(
				eq(apiKeys.userId, key.userId),
				isNull(apiKeys.revokedAt),
				or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, key.createdAt))
			);
			// Counted and inserted in one statement: two at the same moment cannot both be the last.
			const made = await database
				.insert(apiKeys)
				.select(
					database
						.select({
							id: sql<string>`${key.id}`.as('id'),
							userId: users.id,
							name: sql<string>`${key.name}`.as('name'),
							keyHash: sql<string>`${key.keyHash}`.as('key_hash'),
							prefix: sql<string>`${key.prefix}`.as('prefix'),
							scopes: sql<string[]>`${JSON.stringify(key.scopes)}`.as('scopes'),
							lastUsedAt: sql<null>`null`.as('last_used_at'),
							createdAt: sql<number>`${key.createdAt}`.as('created_at'),
							expiresAt: sql<number | null>`${key.expiresAt}`.as('expires_at'),
							revokedAt: sql<null>`null`.as('revoked_at')
						})
						.from(users)
						.where(
							and(
								eq(users.id, key.userId),
								isNull(users.disabledAt),
								sql`(select count(*) from ${apiKeys} where ${open}) < ${most}`
							)
						)
				)
				.returning({ id: apiKeys.id });
			return made.length === 1;
		},
		async list({ userId, cursor, limit }) {
			const ofPerson = userId === undefined ? undefined : eq(apiKeys.userId, userId);
			const rows = await read(and(ofPerson, olderThan(apiKeys.createdAt, apiKeys.id, cursor)))
				.orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
				.limit(rowsFor(limit));
			return pageOf(
				rows.map((row) => ({ ...row, id: row.key.id, createdAt: row.key.createdAt })),
				limit
			);
		},
		async revoke(keyId, now) {
			const changed = await database
				.update(apiKeys)
				.set({ revokedAt: now })
				.where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
				.returning({ id: apiKeys.id });
			return changed.length === 1;
		},
		async setUsed(keyId, now, unlessAfter) {
			await database
				.update(apiKeys)
				.set({ lastUsedAt: now })
				.where(
					and(eq(apiKeys.id, keyId), or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, unlessAfter)))
				);
		}
	};
}
