// Secrets that are mailed: 256 random bits, of which the table keeps the sha-256. Each opens one thing, once, until it expires, and only
// while the account still has the address it was sent to. A new one makes the older ones of its purpose void.
//
// Used ones stay for a day: how many were asked for in the last hour is what limits asking.
import { newSecret } from '#lib/shared/base64url.ts';
import { and, eq, gt, gte, isNull, lt, sql } from 'drizzle-orm';
import { sha256Hex } from '#lib/shared/ids.ts';
import { schema, type Clock, type Database } from '../../platform/index.ts';

const { accountTokens } = schema;

export type TokenRow = typeof accountTokens.$inferSelect;
export type TokenPurpose = TokenRow['purpose'];

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const SECRET = /^[\w-]{43}$/;

export interface AccountTokens {
	/** The secret, which nobody can find out later. */
	issue(token: { userId: string; purpose: TokenPurpose; email: string; lifetimeMs: number }): Promise<string>;
	/** What the secret opens now; undefined for one that is unknown, used, void or expired. Using it up is left to the caller's own batch. */
	find(secret: string, purpose: TokenPurpose): Promise<TokenRow | undefined>;
	/** The one that is open for this person, if any. */
	openOf(userId: string, purpose: TokenPurpose): Promise<TokenRow | undefined>;
	/** Makes the person's open ones of these purposes void. */
	revoke(userId: string, ...purposes: TokenPurpose[]): Promise<void>;
	issuedInLastHour(userId: string, purpose: TokenPurpose): Promise<number>;
}

export function createAccountTokens({
	database,
	clock
}: {
	database: Database;
	clock: Clock;
}): AccountTokens {
	const voidOpen = (userId: string, purpose: TokenPurpose) =>
		database
			.update(accountTokens)
			.set({ usedAt: clock.now() })
			.where(
				and(
					eq(accountTokens.userId, userId),
					eq(accountTokens.purpose, purpose),
					isNull(accountTokens.usedAt)
				)
			);

	return {
		async issue({ userId, purpose, email, lifetimeMs }) {
			const secret = newSecret();
			const now = clock.now();
			await database.batch([
				voidOpen(userId, purpose),
				database.insert(accountTokens).values({
					id: await sha256Hex(secret),
					...{ userId, purpose, email, createdAt: now, expiresAt: now + lifetimeMs }
				}),
				database.delete(accountTokens).where(lt(accountTokens.expiresAt, now - DAY_MS))
			]);
			return secret;
		},
		async find(secret, purpose) {
			if (!SECRET.test(secret)) return undefined;
			const [row] = await database
				.select()
				.from(accountTokens)
				.where(
					and(
						eq(accountTokens.id, await sha256Hex(secret)),
						eq(accountTokens.purpose, purpose),
						isOpen(clock.now())
					)
				);
			return row;
		},
		async openOf(userId, purpose) {
			const [row] = await database
				.select()
				.from(accountTokens)
				.where(
					and(eq(accountTokens.userId, userId), eq(accountTokens.purpose, purpose), isOpen(clock.now()))
				);
			return row;
		},
		async revoke(userId, ...purposes) {
			for (const purpose of purposes) await voidOpen(userId, purpose);
		},
		async issuedInLastHour(userId, purpose) {
			return database.$count(
				accountTokens,
				and(
					eq(accountTokens.userId, userId),
					eq(accountTokens.purpose, purpose),
					gte(accountTokens.createdAt, clock.now() - HOUR_MS)
				)
			);
		}
	};
}

/** For a batch: true while the token can still be used. */
export function isOpen(now: number) {
	return and(isNull(accountTokens.usedAt), gt(accountTokens.expiresAt, now));
}

/** For a batch: uses the token up, and tells by its rows whether this batch was the one that did. */
export function useUp(database: Database, id: string, now: number) {
	return database
		.update(accountTokens)
		.set({ usedAt: now })
		.where(and(eq(accountTokens.id, id), isOpen(now)))
		.returning({ id: accountTokens.id });
}

/** For a batch, before `useUp` in it: whether the token is still open. */
export function whileOpen(id: string, now: number) {
	return sql`exists (select 1 from ${accountTokens} where ${and(eq(accountTokens.id, id), isOpen(now))})`;
}
