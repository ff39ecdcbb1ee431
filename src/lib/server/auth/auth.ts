// Who somebody is, and how they come to be known.
//
// - A visitor has no row. The first thing they write makes them a guest: a row and a session.
// - Signing up turns the guest's own row into the account, so that everything of theirs stays theirs.
// - Signing in leaves a guest's row behind: what was asked as a guest on a shared computer is not poured into somebody's account.
// - Every way in makes a new session and ends the one before (no fixation).
// - An unknown address and a wrong password are one answer, in one time.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import type { PasswordHasher } from '../password-hashing/index.ts';
import type { Audit, Clock, Database } from '../platform/index.ts';
import type { RateLimiter } from '../rate-limit/index.ts';
import { isAdministratorKey, KEY_PERSON } from './api-key.ts';
import type { ApiKeys } from './api-keys/api-keys.ts';
import { isPersonalKey } from './api-keys/key-format.ts';
import { DEMO_PEOPLE, type DemoRole } from './demo.ts';
import type { Admitted, Entry } from './entry/entry.ts';
import type { ExternalTokens } from './external-tokens/external-tokens.ts';
import type { SignIn, SignUp } from './forms.ts';
import { requireGoodPassword } from './password-rules.ts';
import { createPeopleStore } from './people-store.ts';
import { isStaff } from './second-factor/second-factor.ts';
import type { IssuedSession } from './sessions/lucia.ts';
import type { Client, Entered, Person, Sessions } from './sessions/sessions.ts';

export interface Proof {
	sessionSecret?: string | undefined;
	apiKey?: string | undefined;
	/** Of another house. */
	token?: string | undefined;
}

export interface Identified {
	actor: Actor;
	/** The session's expiry moved: hand the cookie out again. */
	renewed?: IssuedSession;
	/** The school requires a second factor of this person, who has none: nothing else is theirs to do before. */
	mustEnrol?: true;
	/** The cookie opens nothing any more: take it back. */
	isCookieDead: boolean;
}

export interface Account {
	id: string;
	role: Actor['role'];
	email: string | null;
	displayName: string | null;
	isDemo: boolean;
	createdAt: number;
}

export interface Auth {
	/**
	 * Throws `unauthenticated` for a key or a token that opens nothing; a cookie that is not ours is a visitor. A key or a token goes
	 * before the cookie: whoever sends one means it.
	 */
	identify(proof: Proof): Promise<Identified>;
	ensurePerson(actor: Actor, client: Client): Promise<{ actor: Person; session?: IssuedSession }>;
	/** Throws `conflict` when the address is taken or the actor has an account, `invalid` for a password anybody would guess. */
	signUp(actor: Actor, form: SignUp, client: Client): Promise<Entered>;
	/** Throws `unauthenticated`, or `rate-limited` after too many tries at one account. With a second factor only its code opens. */
	signIn(actor: Actor, form: SignIn, client: Client): Promise<Admitted>;
	/** Ends this session, or all of the person's. */
	signOut(actor: Actor, scope: 'here' | 'everywhere'): Promise<void>;
	/** Throws `not-found` unless this is a demo school. */
	enterDemo(actor: Actor, role: DemoRole, client: Client): Promise<Entered>;
	account(actor: Actor): Promise<Account>;
}

export interface AuthOptions {
	database: Database;
	clock: Clock;
	rateLimiter: RateLimiter;
	audit: Audit;
	sessions: Sessions;
	passwordHasher: PasswordHasher;
	apiKeys: Pick<ApiKeys, 'identify'>;
	/** Left out where none are taken. */
	externalTokens?: ExternalTokens | undefined;
	entry: Pick<Entry, 'admit'>;
	keyHash: string | undefined;
	isDemo: boolean;
	/** Tries a minute at one account. */
	triesPerMinute: number;
	/** A second factor, of teachers, agents and administrators. */
	isRequiredOfStaff: boolean;
	schoolName: string;
	/** Writes to a new account; after the answer. */
	welcome: (userId: string) => void;
}

/** Key people whose row this isolate has seen made, by database. */
const rowsSeen = new WeakSet<D1Database>();

export function createAuth(options: AuthOptions): Auth {
	const {
		database,
		clock,
		rateLimiter,
		audit,
		sessions,
		passwordHasher,
		apiKeys,
		externalTokens,
		entry,
		keyHash,
		isDemo,
		triesPerMinute,
		isRequiredOfStaff,
		schoolName,
		welcome
	} = options;
	const people = createPeopleStore(database);

	async function limitTries(email: string): Promise<void> {
		// The address itself is not written anywhere for this.
		await rateLimiter.require({
			shard: `account:${await sha256Hex(email)}`,
			buckets: [{ name: 'tries', perMinute: triesPerMinute }]
		});
	}

	function recordEntry(actor: Actor, action: string, outcome: 'allowed' | 'refused' = 'allowed'): void {
		audit.record(actor, { action, objectType: 'session', objectId: null, outcome });
	}

	return {
		async identify({ sessionSecret, apiKey, token }) {
			if (apiKey !== undefined && token !== undefined)
				throw new AppError('unauthenticated', m.tokens_one_proof());
			if (token !== undefined) {
				if (externalTokens === undefined) throw new AppError('unauthenticated', m.tokens_not_taken());
				return { actor: await externalTokens.identify(token), isCookieDead: false };
			}
			if (apiKey !== undefined && isPersonalKey(apiKey))
				return { actor: await apiKeys.identify(apiKey), isCookieDead: false };
			if (apiKey !== undefined) {
				if (!(await isAdministratorKey(apiKey, keyHash)))
					throw new AppError('unauthenticated', m.auth_key_unknown());
				const { id, role, displayName } = KEY_PERSON;
				return { actor: { userId: id, role, displayName, via: 'api-key' }, isCookieDead: false };
			}
			if (sessionSecret === undefined) return { actor: visitor(), isCookieDead: false };
			const found = await sessions.find(sessionSecret);
			if (found === undefined) return { actor: visitor(), isCookieDead: true };
			const { actor, renewed } = found;
			const mustEnrol = isRequiredOfStaff && isStaff(actor) && !found.isDemo && !found.hasSecondFactor;
			return {
				actor,
				...(renewed === undefined ? {} : { renewed }),
				...(mustEnrol ? { mustEnrol } : {}),
				isCookieDead: false
			};
		},

		async ensurePerson(actor, client) {
			if (isPerson(actor)) {
				if (actor.userId === KEY_PERSON.id && !rowsSeen.has(database.$client)) {
					await people.insertFixed(KEY_PERSON, clock.now());
					rowsSeen.add(database.$client);
				}
				return { actor };
			}
			const userId = newId();
			await people.insertGuest(userId, clock.now());
			return sessions.open(actor, { userId, role: 'guest' }, client);
		},

		async signUp(actor, { email, password, displayName }, client) {
			if (actor.role !== 'guest') throw new AppError('conflict', m.auth_signed_in_already());
			await limitTries(email);
			await requireGoodPassword(password, { email, displayName, schoolName });
			const account = {
				email,
				displayName: displayName ?? null,
				passwordHash: await passwordHasher.hash(password)
			};
			const guestId = actor.userId;
			const userId = guestId ?? newId();
			const isMade = await (guestId === undefined
				? people.insertAccount(userId, account, clock.now())
				: people.upgradeGuest(userId, account, clock.now()));
			if (!isMade) {
				const message = m.auth_email_taken();
				throw new AppError('conflict', message, { details: { problems: [{ field: 'email', message }] } });
			}
			// Whoever held the guest's cookie until now does not hold the account.
			await sessions.endAll(userId);
			const entered = await sessions.open(
				actor,
				{ userId, role: 'user', ...named(account.displayName) },
				client
			);
			audit.record(entered.actor, {
				action: 'account.created',
				objectType: 'user',
				objectId: userId,
				outcome: 'allowed'
			});
			welcome(userId);
			return entered;
		},

		async signIn(actor, { email, password }, client) {
			await limitTries(email);
			const person = await people.findByEmail(email);
			const isRight = await passwordHasher.verify(password, person?.passwordHash);
			// Disabled is answered like wrong: whether there is an account is nobody's business.
			if (person === undefined || !isRight || person.disabledAt !== null) {
				recordEntry(
					person === undefined ? actor : { userId: person.id, role: person.role, via: 'anonymous' },
					'session.created',
					'refused'
				);
				throw new AppError('unauthenticated', m.auth_sign_in_failed());
			}
			if (person.passwordHash !== null && passwordHasher.isOutdated(person.passwordHash))
				await people.setPasswordHash(person.id, await passwordHasher.hash(password), clock.now());
			return entry.admit(actor, person, client);
		},

		async signOut(actor, scope) {
			if (scope === 'everywhere' && actor.userId !== undefined) await sessions.endAll(actor.userId);
			else if (actor.sessionId !== undefined) await sessions.end(actor.sessionId);
			if (actor.role !== 'guest')
				recordEntry(actor, scope === 'everywhere' ? 'sessions.ended' : 'session.ended');
		},

		async enterDemo(actor, role, client) {
			if (!isDemo) throw new AppError('not-found', m.errors_not_found());
			const { id, displayName } = DEMO_PEOPLE[role];
			await people.insertFixed({ id, role, displayName, isDemo: true }, clock.now());
			const entered = await sessions.open(actor, { userId: id, role, displayName }, client);
			recordEntry(entered.actor, 'demo.entered');
			return entered;
		},

		async account(actor) {
			const person = actor.userId === undefined ? undefined : await people.find(actor.userId);
			if (person === undefined || person.role === 'guest')
				throw new AppError('unauthenticated', m.auth_sign_in_first());
			const { id, role, email, displayName, isDemo: isDemoPerson, createdAt } = person;
			return { id, role, email, displayName, isDemo: isDemoPerson, createdAt };
		}
	};
}

function visitor(): Actor {
	return { role: 'guest', via: 'anonymous' };
}

function isPerson(actor: Actor): actor is Person {
	return actor.userId !== undefined;
}

function named(displayName: string | null): { displayName?: string } {
	return displayName === null ? {} : { displayName };
}
