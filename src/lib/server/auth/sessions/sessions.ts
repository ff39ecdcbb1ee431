// Sessions: how a person stays known from one request to the next. Every way in opens a new one and ends the one before (no fixation);
// a changed password or role ends what was open before it. Somebody who was disabled has none.
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { RunInBackground } from '../../observability/index.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import { createSessionEngine, type IssuedSession } from './lucia.ts';
import { createSessionStore, type FoundSession, type SessionRow } from './session-store.ts';

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

/** One line of a person's list. Times in milliseconds since epoch. */
export interface OwnSession {
	id: string;
	userAgent: string | null;
	address: string | null;
	createdAt: number;
	lastSeenAt: number;
	/** The one that asks. */
	isThis: boolean;
}

export interface FoundPerson {
	actor: Person;
	/** The expiry moved: hand the cookie out again. */
	renewed?: IssuedSession;
	isDemo: boolean;
	hasSecondFactor: boolean;
}

export interface Sessions {
	/** A new session for somebody who has just proved who they are; the one of `before`, where it has one, ends. */
	open(before: Actor, person: Omit<Person, 'via' | 'sessionId'>, client: Client): Promise<Entered>;
	/** Who holds this secret; undefined for one that opens nothing. Notes when it was seen, without holding the caller up. */
	find(secret: string): Promise<FoundPerson | undefined>;
	/**
	 * After the actor changed what lets them in: their other sessions end, and the acting one goes on under a new secret, with its old
	 * end. The cookie must be set again. Throws `unauthenticated` when the acting session has ended meanwhile.
	 */
	rotate(actor: Actor): Promise<IssuedSession>;
	/** The actor's own, the last seen first, at most 100. In the shared accounts of a demo only the one that asks. */
	list(actor: Actor): Promise<OwnSession[]>;
	/** Ends one of the actor's own. Throws `not-found` for everybody else's, and for one that has ended. */
	revoke(actor: Actor, id: string): Promise<void>;
	/** Ends all of the actor's own but the acting one, and says how many. */
	revokeOthers(actor: Actor): Promise<number>;
	/** When the person behind it last proved who they are. Milliseconds since epoch; null for never. */
	verifiedAt(id: string): Promise<number | null>;
	/** They have, just now. False when the session has ended. */
	setVerified(id: string): Promise<boolean>;
	/** Ends one session by its id. */
	end(id: string): Promise<void>;
	/** Ends every session of a person: their role changed, their account was closed. */
	endAll(userId: string): Promise<void>;
}

export interface SessionsOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	runInBackground: RunInBackground;
}

const MAX_USER_AGENT = 300;
const LIST_LENGTH = 100;
const SEEN_EVERY_MS = 5 * 60 * 1000;

export function createSessions({ database, clock, audit, runInBackground }: SessionsOptions): Sessions {
	const store = createSessionStore(database);
	const engine = createSessionEngine(store);

	async function acting(actor: Actor): Promise<FoundSession> {
		const found = actor.sessionId === undefined ? undefined : await store.find(actor.sessionId);
		if (found === undefined) throw new AppError('unauthenticated', m.auth_sign_in_first());
		return found;
	}

	function noteSeen({ id, lastSeenAt }: SessionRow): void {
		const before = clock.now() - SEEN_EVERY_MS;
		if (lastSeenAt !== null && lastSeenAt > before) return;
		runInBackground('note when a session was seen', store.setSeen(id, clock.now(), before));
	}

	function record(actor: Actor, action: string): void {
		audit.record(actor, { action, objectType: 'session', objectId: null, outcome: 'allowed' });
	}

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
			if (user.disabledAt !== null) {
				await store.deleteOf(user.id);
				return undefined;
			}
			noteSeen(session);
			return {
				actor: {
					userId: user.id,
					role: user.role,
					...(user.displayName === null ? {} : { displayName: user.displayName }),
					via: 'session',
					sessionId: session.id
				},
				isDemo: user.isDemo,
				hasSecondFactor: user.totpConfirmedAt !== null,
				...(opened.renewed === undefined ? {} : { renewed: opened.renewed })
			};
		},

		async rotate(actor) {
			const { session } = await acting(actor);
			const { userId, createdAt, lastSeenAt, verifiedAt, userAgent, address } = session;
			const issued = await engine.issue(userId, { createdAt, lastSeenAt, verifiedAt, userAgent, address });
			await store.deleteOthersOf(userId, await sha256Hex(issued.secret));
			record(actor, 'session.rotated');
			return issued;
		},

		async list(actor) {
			const { session, user } = await acting(actor);
			const rows = user.isDemo ? [session] : await store.listOf(user.id, clock.now(), LIST_LENGTH);
			return rows.map((row) => ({
				id: row.id,
				userAgent: row.userAgent,
				address: row.address,
				createdAt: row.createdAt,
				lastSeenAt: row.lastSeenAt ?? row.createdAt,
				isThis: row.id === session.id
			}));
		},

		async revoke(actor, id) {
			const { session, user } = await acting(actor);
			const isTheirs = !user.isDemo || id === session.id;
			if (!isTheirs || !(await store.deleteOne(user.id, id)))
				throw new AppError('not-found', m.sessions_ended_already());
			record(actor, 'session.revoked');
		},

		async revokeOthers(actor) {
			const { session, user } = await acting(actor);
			if (user.isDemo) return 0;
			const count = await store.deleteOthersOf(user.id, session.id);
			if (count > 0) record(actor, 'sessions.revoked');
			return count;
		},

		async verifiedAt(id) {
			return (await store.find(id))?.session.verifiedAt ?? null;
		},
		setVerified: (id) => store.setVerified(id, clock.now()),
		end: (id) => store.delete(id),
		endAll: (userId) => store.deleteOf(userId)
	};
}
