// The only file that knows Lucia (v3, feature-complete and no longer developed). What leaves it is ours: secrets, times and rows, no
// type of Lucia's. Leaving it means rewriting this file: the tables already have the shape its successor guidance uses.
//
// Lucia keeps the secret of the cookie as the session's id. Here the adapter hashes it on the way in, so that the table never holds
// one; and it keeps the absolute end that Lucia does not know.
import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { FoundSession, NewSession, SessionStore } from './session-store.ts';

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<SessionAttributes, UserAttributes>;
		DatabaseSessionAttributes: SessionAttributes;
		DatabaseUserAttributes: UserAttributes;
	}
}

interface SessionAttributes {
	row: Omit<NewSession, 'id' | 'userId' | 'expiresAt'>;
}

interface UserAttributes {
	found: FoundSession;
}

/** What the cookie carries. `secret` is known to nobody else, the database included. Milliseconds since epoch. */
export interface IssuedSession {
	secret: string;
	expiresAt: number;
}

export interface SessionEngine {
	/** Makes a secret and its row. `absoluteExpiresAt` is set here. */
	issue(
		userId: string,
		row: Omit<NewSession, 'id' | 'userId' | 'expiresAt' | 'absoluteExpiresAt'>
	): Promise<IssuedSession>;
	/** The session a secret opens; `renewed` when its expiry moved. Undefined for one that opens nothing, whose row is gone then. */
	open(secret: string): Promise<{ found: FoundSession; renewed?: IssuedSession } | undefined>;
	deleteExpired(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const SLIDING_DAYS = 30;
const ABSOLUTE_DAYS = 90;

/** What Lucia makes: 25 random bytes in base32, 200 bits. */
const SECRET = /^[a-z2-7]{40}$/;

export function createSessionEngine(store: SessionStore): SessionEngine {
	const lucia = new Lucia(createAdapter(store), {
		sessionExpiresIn: new TimeSpan(SLIDING_DAYS, 'd'),
		getSessionAttributes: ({ row }) => ({ row }),
		getUserAttributes: ({ found }) => ({ found })
	});
	return {
		async issue(userId, row) {
			const absoluteExpiresAt = row.createdAt + ABSOLUTE_DAYS * DAY_MS;
			const session = await lucia.createSession(userId, { row: { ...row, absoluteExpiresAt } });
			return { secret: session.id, expiresAt: Math.min(session.expiresAt.getTime(), absoluteExpiresAt) };
		},
		async open(secret) {
			if (!SECRET.test(secret)) return undefined;
			const { session, user } = await lucia.validateSession(secret);
			if (session === null) return undefined;
			const expiresAt = Math.min(session.expiresAt.getTime(), session.row.absoluteExpiresAt);
			return { found: user.found, ...(session.fresh ? { renewed: { secret, expiresAt } } : {}) };
		},
		deleteExpired: () => lucia.deleteExpiredSessions()
	};
}

function createAdapter(store: SessionStore): Adapter {
	/** Sessions whose expiry has reached the absolute end: Lucia would slide them again at every request. */
	const atTheirEnd = new Set<string>();
	return {
		async getSessionAndUser(secret): Promise<[DatabaseSession | null, DatabaseUser | null]> {
			const found = await store.find(await sha256Hex(secret));
			if (found === undefined) return [null, null];
			const { userId, expiresAt, ...row } = found.session;
			if (expiresAt >= row.absoluteExpiresAt) atTheirEnd.add(secret);
			return [
				{
					id: secret,
					userId,
					// A past absolute end makes Lucia remove the session.
					expiresAt: new Date(Math.min(expiresAt, row.absoluteExpiresAt)),
					attributes: { row }
				},
				{ id: userId, attributes: { found } }
			];
		},
		async setSession({ id: secret, userId, expiresAt, attributes }) {
			await store.insert({
				...attributes.row,
				id: await sha256Hex(secret),
				userId,
				expiresAt: Math.min(expiresAt.getTime(), attributes.row.absoluteExpiresAt)
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
