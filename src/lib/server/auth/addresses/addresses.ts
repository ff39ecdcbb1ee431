// Whether somebody reads mail at the address of an account, and changing that address.
//
// - Opening an account sends one letter with a link for a day; a new one can be asked for once a minute, five times an hour.
// - Another address takes force when its link is opened: until then the account keeps the old one. The old one is told afterwards.
// - A link is for the account as it was: when the address has changed since, it opens nothing.
import { and, eq, isNull, ne, notExists, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { Letters, Mail } from '../../mail/index.ts';
import type { RunInBackground } from '../../observability/index.ts';
import { schema, type Audit, type Clock, type Database } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import {
	createAccountTokens,
	useUp,
	whileOpen,
	type TokenPurpose,
	type TokenRow
} from '../account-tokens/account-tokens.ts';
import { createPeopleStore, type PersonRow } from '../people-store.ts';
import type { StepUp } from '../step-up/step-up.ts';

const { accountTokens, users } = schema;

export interface AddressStanding {
	email: string;
	isVerified: boolean;
	/** When the letter went out whose link is open now; null: none is on its way. Milliseconds since epoch. */
	letterSentAt: number | null;
	/** The address that is to take its place. */
	change: { email: string; sentAt: number } | null;
}

export interface Addresses {
	/** undefined for whoever has no address: guests, people of the demo, the key. */
	standing(actor: Actor): Promise<AddressStanding | undefined>;
	/** For a new account: after the answer, and without a word when it fails; `standing` tells. */
	welcome(userId: string): void;
	/** Throws `conflict` when it is verified, `rate-limited`, `unavailable` when the letter could not be sent. */
	sendVerification(actor: Actor): Promise<void>;
	/** What a link would do. Throws `not-found` for one that opens nothing. Changes nothing. */
	readLink(token: string): Promise<{ email: string; isChange: boolean }>;
	/** Does it. Throws `not-found`, or `conflict` when the address has been taken meanwhile. */
	openLink(token: string): Promise<{ email: string; isChange: boolean }>;
	/** Sends the letter that leads to the change. Throws `forbidden` until the session has confirmed itself. */
	change(actor: Actor, email: string): Promise<void>;
	/** The account keeps its address; the link that is on its way opens nothing any more. */
	cancelChange(actor: Actor): Promise<void>;
}

export interface AddressesOptions {
	database: Database;
	clock: Clock;
	rateLimiter: RateLimiter;
	audit: Audit;
	runInBackground: RunInBackground;
	stepUp: StepUp;
	mail: Mail;
	letters: Letters;
}

export const VERIFY_MS = 24 * 60 * 60 * 1000;
export const LETTERS_PER_HOUR = 5;
const LINKS = ['verify-email', 'change-email'] as const satisfies TokenPurpose[];

export function createAddresses(options: AddressesOptions): Addresses {
	const { database, clock, rateLimiter, audit, runInBackground, stepUp, mail, letters } = options;
	const people = createPeopleStore(database);
	const tokens = createAccountTokens({ database, clock });

	async function personOf(actor: Actor): Promise<PersonRow & { email: string }> {
		const person = actor.userId === undefined ? undefined : await people.find(actor.userId);
		if (person === undefined || person.role === 'guest')
			throw new AppError('unauthenticated', m.auth_sign_in_first());
		if (person.email === null) throw new AppError('forbidden', m.account_no_address());
		return { ...person, email: person.email };
	}

	async function limitLetters(userId: string, purpose: TokenPurpose): Promise<void> {
		await rateLimiter.require({ shard: `person:${userId}`, buckets: [{ name: purpose, perMinute: 1 }] });
		if ((await tokens.issuedInLastHour(userId, purpose)) < LETTERS_PER_HOUR) return;
		throw new AppError('rate-limited', m.account_letters_enough(), { retryAfterSeconds: 3600 });
	}

	/** A link nobody was sent is taken back, so that nobody is told of a letter that is not on its way. */
	async function sendLink(person: PersonRow, purpose: (typeof LINKS)[number], email: string): Promise<void> {
		const token = await tokens.issue({ userId: person.id, purpose, email, lifetimeMs: VERIFY_MS });
		try {
			const letter =
				purpose === 'verify-email' ? letters.emailVerification(token) : letters.emailChange(token);
			await mail.send({ to: email, personId: person.id, ...letter });
		} catch (thrown) {
			await tokens.revoke(person.id, purpose);
			throw thrown;
		}
	}

	/** The token, whose it is, and what it would do. */
	async function find(token: string) {
		for (const purpose of LINKS) {
			const row = await tokens.find(token, purpose);
			const person = row && (await people.find(row.userId));
			if (row?.email == null || person?.email == null || person.disabledAt !== null) continue;
			const isChange = purpose === 'change-email';
			if (isChange || row.email === person.email) return { row, person, email: row.email, isChange };
		}
		throw new AppError('not-found', m.account_verify_link_dead());
	}

	async function verify(row: TokenRow, person: PersonRow, email: string, now: number): Promise<boolean> {
		const [, used] = await database.batch([
			database
				.update(users)
				.set({ emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${now})`, updatedAt: now })
				.where(and(eq(users.id, person.id), eq(users.email, email), whileOpen(row.id, now))),
			useUp(database, row.id, now)
		]);
		return used.length === 1;
	}

	/** In one transaction: the address changes if nobody has it, and every link for the old one becomes void. */
	async function replace(
		row: TokenRow,
		person: PersonRow,
		email: string,
		now: number
	): Promise<'done' | 'taken'> {
		const taken = database
			.select({ one: sql`1` })
			.from(users)
			.where(and(eq(users.email, email), ne(users.id, person.id)));
		const [changed] = await database.batch([
			database
				.update(users)
				.set({ email, emailVerifiedAt: now, updatedAt: now })
				.where(and(eq(users.id, person.id), whileOpen(row.id, now), notExists(taken)))
				.returning({ id: users.id }),
			database
				.update(accountTokens)
				.set({ usedAt: now })
				.where(and(eq(accountTokens.userId, person.id), isNull(accountTokens.usedAt)))
		]);
		return changed.length === 1 ? 'done' : 'taken';
	}

	function record(person: PersonRow, action: string): void {
		audit.record(
			{ userId: person.id, role: person.role, via: 'anonymous' },
			{ action, objectType: 'user', objectId: person.id, outcome: 'allowed' }
		);
	}

	return {
		async standing(actor) {
			const person = actor.userId === undefined ? undefined : await people.find(actor.userId);
			if (person?.email == null) return undefined;
			const [letter, change] = await Promise.all(LINKS.map((purpose) => tokens.openOf(person.id, purpose)));
			return {
				email: person.email,
				isVerified: person.emailVerifiedAt !== null,
				letterSentAt: letter?.email === person.email ? letter.createdAt : null,
				change: change?.email == null ? null : { email: change.email, sentAt: change.createdAt }
			};
		},

		welcome(userId) {
			const send = async () => {
				const person = await people.find(userId);
				if (person?.email != null) await sendLink(person, 'verify-email', person.email);
			};
			runInBackground('letter to a new account', send());
		},

		async sendVerification(actor) {
			const person = await personOf(actor);
			if (person.emailVerifiedAt !== null) throw new AppError('conflict', m.account_verified_already());
			await limitLetters(person.id, 'verify-email');
			await sendLink(person, 'verify-email', person.email);
		},

		async readLink(token) {
			const { email, isChange } = await find(token);
			return { email, isChange };
		},

		async openLink(token) {
			const { row, person, email, isChange } = await find(token);
			const now = clock.now();
			if (!isChange) {
				if (!(await verify(row, person, email, now)))
					throw new AppError('not-found', m.account_verify_link_dead());
				record(person, 'email.verified');
				return { email, isChange };
			}
			if ((await replace(row, person, email, now)) === 'taken')
				throw new AppError('conflict', m.account_email_taken_meanwhile());
			record(person, 'email.changed');
			if (person.email !== null) {
				const letter = { to: person.email, personId: person.id, ...letters.emailChanged() };
				runInBackground('letter to the old address', mail.send(letter));
			}
			return { email, isChange };
		},

		async change(actor, email) {
			await stepUp.requireStepUp(actor);
			const person = await personOf(actor);
			if (email === person.email) throw at('email', m.account_email_same());
			// Signing up tells as much of an address; tries are counted there and here alike.
			await rateLimiter.require({
				shard: `account:${await sha256Hex(email)}`,
				buckets: [{ name: 'letters', perMinute: 5 }]
			});
			if ((await people.findByEmail(email)) !== undefined)
				throw new AppError('conflict', m.account_email_taken(), {
					details: { problems: [{ field: 'email', message: m.account_email_taken() }] }
				});
			await limitLetters(person.id, 'change-email');
			await sendLink(person, 'change-email', email);
			record(person, 'email.change-requested');
		},

		async cancelChange(actor) {
			const person = await personOf(actor);
			await tokens.revoke(person.id, 'change-email');
		}
	};
}

function at(field: string, message: string): AppError {
	return new AppError('invalid', message, { details: { problems: [{ field, message }] } });
}
