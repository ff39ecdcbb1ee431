// The only file that knows Lucia (v3, feature-complete and no longer developed). Leaving it means rewriting this file: the tables
// already have the shape its successor guidance uses.
//
// Lucia keeps the secret of the cookie as the session's id. Here the adapter hashes it on the way in, so that the table never holds
// one; and it keeps the absolute end that Lucia does not know.
import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { Role } from '#lib/shared/actor.ts';
import type { SessionStore } from './session-store.ts';

declare module 'lucia' {
	interface Register {
		Lucia: ReturnType<typeof createLucia>;
		DatabaseSessionAttributes: SessionAttributes;
		DatabaseUserAttributes: UserAttributes;
	}
}

export interface SessionAttributes {
	/** Milliseconds since epoch. */
	absoluteExpiresAt: number;
	createdAt: number;
	userAgent: string | null;
}

export interface UserAttributes {
	role: Role;
	displayName: string | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const SLIDING_DAYS = 30;
const ABSOLUTE_DAYS = 90;

/** What Lucia makes: 25 random bytes in base32, 200 bits. */
const SECRET = /^[a-z2-7]{40}$/;

export function isPossibleSecret(secret: string): boolean {
	return SECRET.test(secret);
}

export function absoluteExpiry(now: number): number {
	return now + ABSOLUTE_DAYS * DAY_MS;
}

export function createLucia(store: SessionStore) {
	return new Lucia(createAdapter(store), {
		sessionExpiresIn: new TimeSpan(SLIDING_DAYS, 'd'),
		getSessionAttributes: ({ absoluteExpiresAt }) => ({ absoluteExpiresAt }),
		getUserAttributes: ({ role, displayName }) => ({ role, displayName })
	});
}

function createAdapter(store: SessionStore): Adapter {
	/** Sessions whose expiry has reached the absolute end: Lucia would slide them again at every request. */
	const atTheirEnd = new Set<string>();
	return {
		async getSessionAndUser(secret): Promise<[DatabaseSession | null, DatabaseUser | null]> {
			const found = await store.find(await sha256Hex(secret));
			if (found === undefined) return [null, null];
			const { session, user } = found;
			const { userId, absoluteExpiresAt, createdAt, userAgent } = session;
			if (session.expiresAt >= absoluteExpiresAt) atTheirEnd.add(secret);
			return [
				{
					id: secret,
					userId,
					// A past absolute end makes Lucia remove the session.
					expiresAt: new Date(Math.min(session.expiresAt, absoluteExpiresAt)),
					attributes: { absoluteExpiresAt, createdAt, userAgent }
				},
				{ id: user.id, attributes: { role: user.role, displayName: user.displayName } }
			];
		},
		async setSession({ id: secret, userId, expiresAt, attributes }) {
			await store.insert({
				id: await sha256Hex(secret),
				userId,
				expiresAt: expiresAt.getTime(),
				...attributes
			});
		},
		async updateSessionExpiration(secret, expiresAt) {
			if (!atTheirEnd.has(secret)) await store.slide(await sha256Hex(secret), expiresAt.getTime());
		},
		async deleteSession(secret) {
			await store.delete(await sha256Hex(secret));
		},
		deleteUserSessions: (userId) => store.deleteOf(userId),
		deleteExpiredSessions: () => store.deleteExpired(Date.now()),
		// Lucia's own listing would want the secrets, which nobody has.
		getUserSessions: () => Promise.resolve([])
	};
}
