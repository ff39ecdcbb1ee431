// What the tables hold of a second factor. Whatever may be used once is used up by the very statement that asks for it, so that of two
// requests at the same moment one gets it.
import { and, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import { newId } from '#lib/shared/ids.ts';
import { schema, type Database } from '../../platform/index.ts';

const { users, recoveryCodes, accountTokens } = schema;
const PURPOSE = 'second-factor';

export interface SecondFactorStore {
	/** Puts a sealed secret there that is not in force yet. False when one is in force. */
	begin(userId: string, sealed: string, now: number): Promise<boolean>;
	/** Puts that very secret in force, with its recovery codes. False when it is another one by now, or in force already. */
	confirm(userId: string, sealed: string, step: number, codeHashes: string[], now: number): Promise<boolean>;
	turnOff(userId: string, now: number): Promise<void>;
	/** False when this step or a later one was taken. */
	takeStep(userId: string, step: number): Promise<boolean>;
	/** False when there is no such code, or it was used. */
	takeRecoveryCode(userId: string, codeHash: string, now: number): Promise<boolean>;
	/** The old ones are void. False when there is no second factor in force. */
	replaceRecoveryCodes(userId: string, codeHashes: string[], now: number): Promise<boolean>;
	countRecoveryCodes(userId: string): Promise<number>;
	/** Wrong codes given for the account since then. */
	countWrong(userId: string, since: number): Promise<number>;
	/** A wrong code that came with no pending sign-in. */
	noteWrong(userId: string, now: number): Promise<void>;
}

export function createSecondFactorStore(database: Database): SecondFactorStore {
	/** One statement, so that the codes are there exactly when the condition held: rows of a JSON array, guarded by the person's row. */
	const insertCodes = (userId: string, codeHashes: string[], now: number, guard: ReturnType<typeof and>) =>
		database.insert(recoveryCodes).select(
			database
				.select({
					userId: users.id,
					codeHash: sql<string>`codes.value`.as('code_hash'),
					createdAt: sql<number>`${now}`.as('created_at'),
					usedAt: sql<null>`null`.as('used_at')
				})
				.from(users)
				.innerJoin(sql`json_each(${JSON.stringify(codeHashes)}) as codes`, sql`true`)
				.where(and(eq(users.id, userId), guard))
		);

	return {
		async begin(userId, sealed, now) {
			const changed = await database
				.update(users)
				.set({ totpSecret: sealed, totpLastStep: null, updatedAt: now })
				.where(and(eq(users.id, userId), isNull(users.totpConfirmedAt)))
				.returning({ id: users.id });
			return changed.length === 1;
		},
		async confirm(userId, sealed, step, codeHashes, now) {
			const isOpen = and(isNull(users.totpConfirmedAt), eq(users.totpSecret, sealed));
			const [, , changed] = await database.batch([
				database
					.delete(recoveryCodes)
					.where(
						and(
							eq(recoveryCodes.userId, userId),
							sql`exists (select 1 from ${users} where ${and(eq(users.id, userId), isOpen)})`
						)
					),
				insertCodes(userId, codeHashes, now, isOpen),
				database
					.update(users)
					.set({ totpConfirmedAt: now, totpLastStep: step, updatedAt: now })
					.where(and(eq(users.id, userId), isOpen))
					.returning({ id: users.id })
			]);
			return changed.length === 1;
		},
		async turnOff(userId, now) {
			await database.batch([
				database
					.update(users)
					.set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null, updatedAt: now })
					.where(eq(users.id, userId)),
				database.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
				// Wrong codes for the old secret say nothing about the next one, and who waits with a password has nothing to wait for.
				database
					.delete(accountTokens)
					.where(and(eq(accountTokens.userId, userId), eq(accountTokens.purpose, PURPOSE)))
			]);
		},
		async takeStep(userId, step) {
			const taken = await database
				.update(users)
				.set({ totpLastStep: step })
				.where(
					and(
						eq(users.id, userId),
						isNotNull(users.totpConfirmedAt),
						or(isNull(users.totpLastStep), lt(users.totpLastStep, step))
					)
				)
				.returning({ id: users.id });
			return taken.length === 1;
		},
		async takeRecoveryCode(userId, codeHash, now) {
			const taken = await database
				.update(recoveryCodes)
				.set({ usedAt: now })
				.where(
					and(
						eq(recoveryCodes.userId, userId),
						eq(recoveryCodes.codeHash, codeHash),
						isNull(recoveryCodes.usedAt)
					)
				)
				.returning({ userId: recoveryCodes.userId });
			return taken.length === 1;
		},
		async replaceRecoveryCodes(userId, codeHashes, now) {
			const [, , left] = await database.batch([
				database.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId)),
				insertCodes(userId, codeHashes, now, isNotNull(users.totpConfirmedAt)),
				database
					.select({ codeHash: recoveryCodes.codeHash })
					.from(recoveryCodes)
					.where(eq(recoveryCodes.userId, userId))
			]);
			return left.length > 0;
		},
		async countRecoveryCodes(userId) {
			return database.$count(
				recoveryCodes,
				and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt))
			);
		},
		async countWrong(userId, since) {
			const [row] = await database
				.select({ wrong: sql<number>`coalesce(sum(${accountTokens.tries}), 0)` })
				.from(accountTokens)
				.where(
					and(
						eq(accountTokens.userId, userId),
						eq(accountTokens.purpose, PURPOSE),
						gt(accountTokens.createdAt, since)
					)
				);
			return row?.wrong ?? 0;
		},
		async noteWrong(userId, now) {
			await database.insert(accountTokens).values({
				id: newId(),
				...{ userId, purpose: PURPOSE, tries: 1, createdAt: now, expiresAt: now, usedAt: now }
			});
		}
	};
}
