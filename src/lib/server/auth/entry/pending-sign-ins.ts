// Whoever has given the right password and owes the code: a secret for five minutes and five tries. A try is counted before it is
// looked at, so that guesses at the same moment are no more than five either.
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import { schema, type Clock, type Database } from '../../platform/index.ts';

const LIFETIME_MS = 5 * 60 * 1000;
/** Rows are kept that long: wrong codes are counted over a day. */
const KEPT_MS = 24 * 60 * 60 * 1000;
const MAX_TRIES = 5;
const SECRET = /^[0-9a-f-]{72}$/;

/** What the browser keeps meanwhile. `expiresAt` in milliseconds since epoch. */
export interface PendingSignIn {
	secret: string;
	expiresAt: number;
}

export interface PendingSignIns {
	open(userId: string): Promise<PendingSignIn>;
	/** Counts a try; undefined for a secret that opens nothing any more. */
	tryOnce(
		secret: string
	): Promise<{ id: string; userId: string; createdAt: number; triesLeft: number } | undefined>;
	/** The code was right. False when another request was first. */
	close(id: string): Promise<boolean>;
	isOpen(secret: string): Promise<boolean>;
	deleteOld(): Promise<void>;
}

export function createPendingSignIns({
	database,
	clock
}: {
	database: Database;
	clock: Clock;
}): PendingSignIns {
	const { accountTokens } = schema;
	const openWith = (id: string) =>
		and(
			eq(accountTokens.id, id),
			eq(accountTokens.purpose, 'second-factor'),
			isNull(accountTokens.usedAt),
			gt(accountTokens.expiresAt, clock.now())
		);

	return {
		async open(userId) {
			// Two random UUIDs: 244 bits.
			const secret = newId() + newId();
			const now = clock.now();
			const expiresAt = now + LIFETIME_MS;
			await database
				.insert(accountTokens)
				.values({ id: await sha256Hex(secret), userId, purpose: 'second-factor', createdAt: now, expiresAt });
			return { secret, expiresAt };
		},
		async tryOnce(secret) {
			if (!SECRET.test(secret)) return undefined;
			const [row] = await database
				.update(accountTokens)
				.set({ tries: sql`${accountTokens.tries} + 1` })
				.where(and(openWith(await sha256Hex(secret)), lt(accountTokens.tries, MAX_TRIES)))
				.returning();
			return row && { ...row, triesLeft: MAX_TRIES - row.tries };
		},
		async close(id) {
			const closed = await database
				.update(accountTokens)
				// The one that was right is no wrong one.
				.set({ usedAt: clock.now(), tries: sql`${accountTokens.tries} - 1` })
				.where(openWith(id))
				.returning({ id: accountTokens.id });
			return closed.length === 1;
		},
		async isOpen(secret) {
			if (!SECRET.test(secret)) return false;
			const found = await database
				.select({ id: accountTokens.id })
				.from(accountTokens)
				.where(and(openWith(await sha256Hex(secret)), lt(accountTokens.tries, MAX_TRIES)));
			return found.length === 1;
		},
		async deleteOld() {
			await database
				.delete(accountTokens)
				.where(
					and(eq(accountTokens.purpose, 'second-factor'), lt(accountTokens.createdAt, clock.now() - KEPT_MS))
				);
		}
	};
}
