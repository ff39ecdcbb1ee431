// Who the people of another house are here, by issuer and subject and by nothing else: an e-mail address proves nothing about accounts of
// ours, since any house can say any address.
import { and, eq, notExists, sql } from 'drizzle-orm';
import type { Role } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { schema, type Database } from '../../platform/index.ts';

const { externalIdentities, users } = schema;

export type IdentityPerson = Pick<typeof users.$inferSelect, 'id' | 'role' | 'displayName' | 'disabledAt'>;
export interface NewIdentity {
	issuer: string;
	subject: string;
	role: Role;
	displayName: string | null;
}

export interface IdentityStore {
	find(issuer: string, subject: string): Promise<IdentityPerson | undefined>;
	/** The account and the identity, or neither. False when another request was quicker. */
	make(identity: NewIdentity, now: number): Promise<boolean>;
	setRole(id: string, role: Role, now: number): Promise<void>;
}

export function createIdentityStore(database: Database): IdentityStore {
	return {
		async find(issuer, subject) {
			const { id, role, displayName, disabledAt } = users;
			const [row] = await database
				.select({ id, role, displayName, disabledAt })
				.from(externalIdentities)
				.innerJoin(users, eq(users.id, externalIdentities.userId))
				.where(and(eq(externalIdentities.issuer, issuer), eq(externalIdentities.subject, subject)));
			return row;
		},
		async make({ issuer, subject, role, displayName }, now) {
			const userId = newId();
			// A batch is a transaction. Of two first sights the later one's identity is there already, and its account goes again.
			const [, made] = await database.batch([
				database.insert(users).values({ id: userId, role, displayName, createdAt: now, updatedAt: now }),
				database
					.insert(externalIdentities)
					.values({ issuer, subject, userId, createdAt: now })
					.onConflictDoNothing()
					.returning({ userId: externalIdentities.userId }),
				database.delete(users).where(
					and(
						eq(users.id, userId),
						notExists(
							database
								.select({ one: sql`1` })
								.from(externalIdentities)
								.where(eq(externalIdentities.userId, userId))
						)
					)
				)
			]);
			return made.length === 1;
		},
		async setRole(id, role, now) {
			await database.update(users).set({ role, updatedAt: now }).where(eq(users.id, id));
		}
	};
}
