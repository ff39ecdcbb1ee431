// Changing a password, and getting a new one when it is forgotten.
//
// - Changing asks for the present one, on a session that has confirmed itself; every other session ends, this one is replaced, and a
//   letter says so.
// - A reset is asked for by address. The answer is the same, at once, whoever has an account: everything that depends on it happens
//   after the answer. At most five letters an hour go to one account.
// - A reset ends every session and opens none: signing in asks for the second factor as ever. It also proves the address.
import { and, eq, isNull, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { Letters, Mail } from '../../mail/index.ts';
import type { RunInBackground } from '../../observability/index.ts';
import type { PasswordHasher } from '../../password-hashing/index.ts';
import { schema, type Audit, type Clock, type Database } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import { createAccountTokens, useUp, whileOpen } from '../account-tokens/account-tokens.ts';
import { requireGoodPassword } from '../password-rules.ts';
import { createPeopleStore, type PersonRow } from '../people-store.ts';
import type { Client, Entered, Sessions } from '../sessions/sessions.ts';
import type { StepUp } from '../step-up/step-up.ts';
import type { ChangePassword } from './forms.ts';

const { accountTokens, apiKeys, sessions: sessionRows, users } = schema;

export interface Passwords {
	/** Throws `forbidden` until the session has confirmed itself, `invalid` for a wrong or a weak password, `rate-limited`. */
	change(actor: Actor, form: ChangePassword, client: Client): Promise<Entered>;
	/** Says nothing about the account. Throws `rate-limited` after too many for one address. */
	requestReset(email: string): Promise<void>;
	/** Throws `not-found` for a link that opens nothing. Changes nothing. */
	requireReset(token: string): Promise<void>;
	/** Throws `not-found` likewise, `invalid` for a weak password: the link can be used again then. */
	reset(token: string, newPassword: string): Promise<void>;
}

export interface PasswordsOptions {
	database: Database;
	clock: Clock;
	rateLimiter: RateLimiter;
	audit: Audit;
	runInBackground: RunInBackground;
	sessions: Sessions;
	passwordHasher: PasswordHasher;
	stepUp: StepUp;
	mail: Mail;
	letters: Letters;
	schoolName: string;
	/** Tries a minute at one account. */
	triesPerMinute: number;
}

export const RESET_MS = 30 * 60 * 1000;
export const RESETS_PER_HOUR = 5;

export function createPasswords(options: PasswordsOptions): Passwords {
	const {
		database,
		clock,
		rateLimiter,
		audit,
		runInBackground,
		sessions,
		passwordHasher,
		stepUp,
		mail,
		letters,
		schoolName
	} = options;
	const people = createPeopleStore(database);
	const tokens = createAccountTokens({ database, clock });

	async function limit(email: string, name: string): Promise<void> {
		await rateLimiter.require({
			shard: `account:${await sha256Hex(email)}`,
			buckets: [{ name, perMinute: options.triesPerMinute }]
		});
	}

	async function mailReset(email: string): Promise<void> {
		const person = await people.findByEmail(email);
		if (person === undefined || !canReset(person)) return;
		if ((await tokens.issuedInLastHour(person.id, 'reset-password')) >= RESETS_PER_HOUR) return;
		const token = await tokens.issue({
			userId: person.id,
			purpose: 'reset-password',
			email,
			lifetimeMs: RESET_MS
		});
		await mail.send({ to: email, personId: person.id, ...letters.passwordReset(token) });
		record(person, 'password.reset-requested');
	}

	/** The token and whose it is. */
	async function find(token: string) {
		const row = await tokens.find(token, 'reset-password');
		const person = row && (await people.find(row.userId));
		// An address that has changed since: whoever reads mail there is perhaps not the person any more.
		if (row?.email == null || person?.email !== row.email || !canReset(person))
			throw new AppError('not-found', m.account_reset_link_dead());
		return { row, person, email: row.email };
	}

	function record(person: PersonRow, action: string, outcome: 'allowed' | 'refused' = 'allowed'): void {
		const actor: Actor = { userId: person.id, role: person.role, via: 'anonymous' };
		audit.record(actor, { action, objectType: 'user', objectId: person.id, outcome });
	}

	function tellChanged(person: PersonRow): void {
		if (person.email === null) return;
		const letter = { to: person.email, personId: person.id, ...letters.passwordChanged() };
		runInBackground('letter about a changed password', mail.send(letter));
	}

	return {
		async change(actor, { currentPassword, newPassword }, client) {
			await stepUp.requireStepUp(actor);
			const person = actor.userId === undefined ? undefined : await people.find(actor.userId);
			if (person?.email == null || person.passwordHash === null)
				throw new AppError('forbidden', m.account_no_password());
			const { email, passwordHash: before } = person;
			await limit(email, 'tries');
			if (!(await passwordHasher.verify(currentPassword, before))) {
				record(person, 'password.changed', 'refused');
				throw at('currentPassword', m.account_password_wrong());
			}
			if (newPassword === currentPassword) throw at('newPassword', m.account_password_same());
			await requireGoodPassword(
				newPassword,
				{ email, displayName: person.displayName, schoolName },
				'newPassword'
			);
			const changed = await database
				.update(users)
				.set({ passwordHash: await passwordHasher.hash(newPassword), updatedAt: clock.now() })
				.where(and(eq(users.id, person.id), eq(users.passwordHash, before)))
				.returning({ id: users.id });
			// Another tab, or a reset, was quicker.
			if (changed.length === 0) throw new AppError('conflict', m.account_password_changed_meanwhile());
			await tokens.revoke(person.id, 'reset-password');
			await sessions.endAll(person.id);
			const { id: userId, role, displayName } = person;
			const entered = await sessions.open(
				actor,
				{ userId, role, ...(displayName === null ? {} : { displayName }) },
				client
			);
			record(person, 'password.changed');
			tellChanged(person);
			return entered;
		},

		async requestReset(email) {
			await limit(email, 'letters');
			runInBackground('letter for a password reset', mailReset(email));
		},

		async requireReset(token) {
			await find(token);
		},

		async reset(token, newPassword) {
			const { row, person, email } = await find(token);
			await requireGoodPassword(
				newPassword,
				{ email, displayName: person.displayName, schoolName },
				'newPassword'
			);
			const passwordHash = await passwordHasher.hash(newPassword);
			const now = clock.now();
			const isStillOpen = whileOpen(row.id, now);
			const isThisPerson = and(eq(users.id, person.id), eq(users.email, email), isNull(users.disabledAt));
			const neverProved = sql`exists (select 1 from ${users} where ${and(isThisPerson, isNull(users.emailVerifiedAt))})`;
			const [, , , used] = await database.batch([
				// Whoever made the account with an address that was not theirs does not keep a key to it.
				database
					.update(apiKeys)
					.set({ revokedAt: now })
					.where(and(eq(apiKeys.userId, person.id), isNull(apiKeys.revokedAt), isStillOpen, neverProved)),
				database
					.update(users)
					.set({
						passwordHash,
						emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${now})`,
						updatedAt: now
					})
					.where(and(isThisPerson, isStillOpen)),
				database.delete(sessionRows).where(and(eq(sessionRows.userId, person.id), isStillOpen)),
				useUp(database, row.id, now),
				// Links that were mailed before somebody else may have read them.
				database
					.update(accountTokens)
					.set({ usedAt: now })
					.where(
						and(
							eq(accountTokens.userId, person.id),
							isNull(accountTokens.usedAt),
							eq(accountTokens.purpose, 'second-factor')
						)
					)
			]);
			if (used.length === 0) throw new AppError('not-found', m.account_reset_link_dead());
			record(person, 'password.reset');
			tellChanged(person);
		}
	};
}

/** Has an account to come back to: not a guest, not closed, and with a password or at least a proved address. */
function canReset({ role, isDemo, disabledAt, passwordHash, emailVerifiedAt }: PersonRow): boolean {
	return (
		role !== 'guest' && !isDemo && disabledAt === null && (passwordHash !== null || emailVerifiedAt !== null)
	);
}

function at(field: string, message: string): AppError {
	return new AppError('invalid', message, { details: { problems: [{ field, message }] } });
}
