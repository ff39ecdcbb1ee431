// The invitations table. Accepting is one transaction that first claims the invitation and then gives what it promises to whoever
// claimed it: of two at the same moment one finds it open.
import { and, desc, eq, gt, isNull, notExists, sql } from 'drizzle-orm';
import { olderThan, pageOf, rowsFor, schema, type Database } from '../../platform/index.ts';

const { invitations, users } = schema;

export type InvitationRow = typeof invitations.$inferSelect;

export interface InvitationStore {
	insert(row: InvitationRow): Promise<void>;
	find(id: string): Promise<InvitationRow | undefined>;
	/** Only one that can still be accepted. */
	findOpen(tokenHash: string, now: number): Promise<InvitationRow | undefined>;
	hasOpenFor(email: string, now: number): Promise<boolean>;
	/** Newest first. */
	list(request: {
		cursor?: string | undefined;
		limit: number;
	}): Promise<{ rows: InvitationRow[]; nextCursor: string | null }>;
	/** False when it was accepted or revoked before. */
	revoke(id: string, now: number): Promise<boolean>;
	/** The link mailed before opens nothing from here on. False when it was accepted or revoked. */
	renew(id: string, tokenHash: string, expiresAt: number): Promise<boolean>;
	/** A new account, or the guest's own row as one. False when the invitation is not open any more or the address has an account. */
	acceptAsNew(
		invitation: InvitationRow,
		person: { id: string; isGuest: boolean; displayName: string | null; passwordHash: string },
		now: number
	): Promise<boolean>;
	/** The account of that address gets the role. False when the invitation is not open any more or the account has changed. */
	acceptAs(invitation: InvitationRow, userId: string, now: number): Promise<boolean>;
}

export function createInvitationStore(database: Database): InvitationStore {
	const isOpen = (now: number) =>
		and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, now));

	/** Only while it is the same link: a renewed invitation is another one. */
	const claim = ({ id, tokenHash }: InvitationRow, now: number) =>
		and(eq(invitations.id, id), eq(invitations.tokenHash, tokenHash), isOpen(now));
	const claimedBy = ({ id }: InvitationRow, userId: string, now: number) => sql`exists (
		select 1 from ${invitations}
		where ${and(eq(invitations.id, id), eq(invitations.acceptedBy, userId), eq(invitations.acceptedAt, now))})`;

	return {
		async insert(row) {
			await database.insert(invitations).values(row);
		},
		async find(id) {
			const [row] = await database.select().from(invitations).where(eq(invitations.id, id));
			return row;
		},
		async findOpen(tokenHash, now) {
			const [row] = await database
				.select()
				.from(invitations)
				.where(and(eq(invitations.tokenHash, tokenHash), isOpen(now)));
			return row;
		},
		async hasOpenFor(email, now) {
			return (await database.$count(invitations, and(eq(invitations.email, email), isOpen(now)))) > 0;
		},
		async list({ cursor, limit }) {
			const rows = await database
				.select()
				.from(invitations)
				.where(olderThan(invitations.createdAt, invitations.id, cursor))
				.orderBy(desc(invitations.createdAt), desc(invitations.id))
				.limit(rowsFor(limit));
			return pageOf(rows, limit);
		},
		async revoke(id, now) {
			const changed = await database
				.update(invitations)
				.set({ revokedAt: now })
				.where(and(eq(invitations.id, id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
				.returning({ id: invitations.id });
			return changed.length === 1;
		},
		async renew(id, tokenHash, expiresAt) {
			const changed = await database
				.update(invitations)
				.set({ tokenHash, expiresAt })
				.where(and(eq(invitations.id, id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
				.returning({ id: invitations.id });
			return changed.length === 1;
		},
		async acceptAsNew(invitation, { id, isGuest, displayName, passwordHash }, now) {
			const { email, role } = invitation;
			const taken = database
				.select({ one: sql`1` })
				.from(users)
				.where(eq(users.email, email));
			const account = { role, email, displayName, passwordHash, emailVerifiedAt: now, updatedAt: now };
			const isGuestHere = sql`exists (select 1 from ${users} where ${and(eq(users.id, id), eq(users.role, 'guest'), isNull(users.disabledAt))})`;
			const [claimed] = await database.batch([
				database
					.update(invitations)
					.set({ acceptedAt: now, acceptedBy: id })
					.where(and(claim(invitation, now), notExists(taken), isGuest ? isGuestHere : undefined))
					.returning({ id: invitations.id }),
				isGuest
					? database
							.update(users)
							.set(account)
							.where(and(eq(users.id, id), eq(users.role, 'guest'), claimedBy(invitation, id, now)))
					: database.insert(users).select(
							database
								.select({
									id: sql<string>`${id}`.as('id'),
									role: sql<typeof role>`${role}`.as('role'),
									email: sql<string>`${email}`.as('email'),
									displayName: sql<string | null>`${displayName}`.as('display_name'),
									passwordHash: sql<string>`${passwordHash}`.as('password_hash'),
									isDemo: sql<boolean>`0`.as('is_demo'),
									emailVerifiedAt: sql<number>`${now}`.as('email_verified_at'),
									totpSecret: sql<null>`null`.as('totp_secret'),
									totpConfirmedAt: sql<null>`null`.as('totp_confirmed_at'),
									totpLastStep: sql<null>`null`.as('totp_last_step'),
									disabledAt: sql<null>`null`.as('disabled_at'),
									createdAt: sql<number>`${now}`.as('created_at'),
									updatedAt: sql<number>`${now}`.as('updated_at')
								})
								.from(invitations)
								.where(
									and(
										eq(invitations.id, invitation.id),
										eq(invitations.acceptedBy, id),
										eq(invitations.acceptedAt, now),
										notExists(taken)
									)
								)
						)
			]);
			return claimed.length === 1;
		},
		async acceptAs(invitation, userId, now) {
			const { email, role } = invitation;
			const isTheirs = and(eq(users.id, userId), eq(users.email, email), isNull(users.disabledAt));
			const [claimed] = await database.batch([
				database
					.update(invitations)
					.set({ acceptedAt: now, acceptedBy: userId })
					.where(and(claim(invitation, now), sql`exists (select 1 from ${users} where ${isTheirs})`))
					.returning({ id: invitations.id }),
				database
					.update(users)
					.set({ role, emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${now})`, updatedAt: now })
					.where(and(isTheirs, claimedBy(invitation, userId, now)))
			]);
			return claimed.length === 1;
		}
	};
}
