// Sessions: how a person stays known from one request to the next. Every way in opens a new one and ends the one before (no fixation).
import type { Actor } from '#lib/shared/actor.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { RunInBackground } from '../../observability/index.ts';
import type { Clock, Database } from '../../platform/index.ts';
import { createSessionEngine, type IssuedSession } from './lucia.ts';
import { createSessionStore } from './session-store.ts';

export type Person = Actor & { userId: string };

export interface Entered {
	actor: Person;
	session: IssuedSession;
}

export interface Client {
	userAgent?: string | undefined;
	/** Truncated. */
	address?: string | undefined;
}

export interface Sessions {
	/** A new session for somebody who has just proved who they are; the one of `before`, where it has one, ends. */
	open(before: Actor, person: Omit<Person, 'via' | 'sessionId'>, client: Client): Promise<Entered>;
	/** Who holds this secret; undefined for one that opens nothing. `renewed`: the expiry moved. */
	find(secret: string): Promise<{ actor: Person; renewed?: IssuedSession } | undefined>;
	/** When the person behind it last proved who they are. Milliseconds since epoch; null for never. */
	verifiedAt(id: string): Promise<number | null>;
	/** They have, just now. False when the session has ended. */
	setVerified(id: string): Promise<boolean>;
	/** Ends one session by its id. */
	end(id: string): Promise<void>;
	/** Ends every session of a person. */
	endAll(userId: string): Promise<void>;
}

export interface SessionsOptions {
	database: Database;
	clock: Clock;
	runInBackground: RunInBackground;
}

const MAX_USER_AGENT = 300;

export function createSessions({ database, clock, runInBackground }: SessionsOptions): Sessions {
	const store = createSessionStore(database);
	const engine = createSessionEngine(store);
	return {
		async open(before, person, client) {
			const now = clock.now();
			const session = await engine.issue(person.userId, {
				createdAt: now,
				lastSeenAt: now,
				// A guest has proved nothing.
				verifiedAt: person.role === 'guest' ? null : now,
				userAgent: client.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
				address: client.address ?? null
			});
			if (before.sessionId !== undefined) await store.delete(before.sessionId);
			runInBackground('delete expired sessions', engine.deleteExpired());
			return { actor: { ...person, via: 'session', sessionId: await sha256Hex(session.secret) }, session };
		},

		async find(secret) {
			const opened = await engine.open(secret);
			if (opened === undefined) return undefined;
			const { session, user } = opened.found;
			return {
				actor: {
					userId: user.id,
					role: user.role,
					...(user.displayName === null ? {} : { displayName: user.displayName }),
					via: 'session',
					sessionId: session.id
				},
				...(opened.renewed === undefined ? {} : { renewed: opened.renewed })
			};
		},

		verifiedAt: (id) => store.verifiedAt(id),
		setVerified: (id) => store.setVerified(id, clock.now()),
		end: (id) => store.delete(id),
		endAll: (userId) => store.deleteOf(userId)
	};
}
