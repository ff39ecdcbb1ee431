// Invitations: an administrator asks somebody in, with a role, by a link in a letter. It works once, for seven days, for that address.
//
// Whoever opens it either makes the account there (the address counts as verified: the link came by mail) or, having one of that address
// already, signs in and gets the role. An administrator's account is never changed by an invitation.
import { newSecret } from '#lib/shared/base64url.ts';
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor, type Role } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import type { Letters, Mail } from '../../mail/index.ts';
import type { PasswordHasher } from '../../password-hashing/index.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import { requireGoodPassword } from '../password-rules.ts';
import { createPeopleStore } from '../people-store.ts';
import type { Client, Entered, Sessions } from '../sessions/sessions.ts';
import type { StepUp } from '../step-up/step-up.ts';
import type { AcceptInvitation, NewInvitation } from './forms.ts';
import { createInvitationStore, type InvitationRow } from './invitation-store.ts';

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired';

export interface Invitation {
	id: string;
	email: string;
	role: Exclude<Role, 'guest'>;
	state: InvitationState;
	/** Milliseconds since epoch. */
	createdAt: number;
	expiresAt: number;
}

/** What the page behind the link shows. */
export interface InvitationView {
	email: string;
	role: Exclude<Role, 'guest'>;
	expiresAt: number;
	/**
	 * `new`: fill in the form. `accept`: signed in with that address. `sign-in`: that address has an account, which is not the one signed
	 * in. `other-account`: somebody else is signed in, and the address has no account yet.
	 */
	next: 'new' | 'accept' | 'sign-in' | 'other-account';
}

export interface Invitations {
	/** Administrators, after confirming. `isMailed` is false when the invitation stands but its letter could not be sent. Throws `conflict` when there is one already. */
	create(actor: Actor, form: NewInvitation): Promise<{ invitation: Invitation; isMailed: boolean }>;
	/** Newest first; `limit` 1..100. */
	list(
		actor: Actor,
		request: { cursor?: string | undefined; limit: number }
	): Promise<{ invitations: Invitation[]; nextCursor: string | null }>;
	/** Throws `conflict` when it was accepted or revoked before. */
	revoke(actor: Actor, id: string): Promise<void>;
	/** A new link for seven days; the old one opens nothing any more. */
	resend(actor: Actor, id: string): Promise<{ isMailed: boolean }>;
	/** Throws `not-found` for a link that opens nothing. Changes nothing. */
	read(actor: Actor, token: string): Promise<InvitationView>;
	/** Throws `not-found` likewise, `conflict` when the address has an account, `invalid` for a weak password. */
	accept(actor: Actor, form: AcceptInvitation, client: Client): Promise<Entered>;
	/** For the signed-in account of that address. */
	join(actor: Actor, token: string, client: Client): Promise<Entered>;
}

export interface InvitationsOptions {
	database: Database;
	clock: Clock;
	rateLimiter: RateLimiter;
	audit: Audit;
	sessions: Sessions;
	passwordHasher: PasswordHasher;
	stepUp: StepUp;
	mail: Mail;
	letters: Letters;
	schoolName: string;
}

export const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;
const LETTERS_PER_MINUTE = 30;
const SECRET = /^[\w-]{43}$/;

export function createInvitations(options: InvitationsOptions): Invitations {
	const { database, clock, rateLimiter, audit, sessions, passwordHasher, stepUp, mail, letters, schoolName } =
		options;
	const store = createInvitationStore(database);
	const people = createPeopleStore(database);

	async function requireInviter(actor: Actor): Promise<void> {
		requirePermission(actor, 'write:person');
		// The deployment's own key has nobody behind it who could confirm: it is the confirmation.
		if (actor.via !== 'api-key' || actor.keyId !== undefined) await stepUp.requireStepUp(actor);
	}

	async function limitLetters(actor: Actor): Promise<void> {
		await rateLimiter.require({
			shard: `person:${actor.userId ?? ''}`,
			buckets: [{ name: 'invitations', perMinute: LETTERS_PER_MINUTE }]
		});
	}

	async function deliver({ email, role }: InvitationRow, token: string): Promise<boolean> {
		try {
			await mail.send({ to: email, ...letters.invitation(token, ROLE_NAMES[role]()) });
			return true;
		} catch (thrown) {
			if (!(thrown instanceof AppError)) throw thrown;
			return false;
		}
	}

	async function find(token: string): Promise<InvitationRow> {
		const row = SECRET.test(token) ? await store.findOpen(await sha256Hex(token), clock.now()) : undefined;
		if (row === undefined) throw dead();
		return row;
	}

	function record(actor: Actor, action: string, id: string, role: Role): void {
		audit.record(actor, {
			action,
			objectType: 'invitation',
			objectId: id,
			outcome: 'allowed',
			details: { invitedAs: role }
		});
	}

	return {
		async create(actor, { email, role }) {
			await requireInviter(actor);
			const now = clock.now();
			const present = await people.findByEmail(email);
			if (present?.role === 'admin' || present?.role === role)
				throw at('email', m.account_invited_has_role());
			if (await store.hasOpenFor(email, now)) throw at('email', m.account_invited_already());
			await limitLetters(actor);
			const token = newSecret();
			const row: InvitationRow = {
				id: newId(),
				tokenHash: await sha256Hex(token),
				...{ email, role, invitedBy: actor.userId ?? 'system', createdAt: now },
				expiresAt: now + INVITATION_MS,
				...{ acceptedAt: null, acceptedBy: null, revokedAt: null }
			};
			await store.insert(row);
			record(actor, 'invitation.created', row.id, role);
			return { invitation: toInvitation(row, now), isMailed: await deliver(row, token) };
		},

		async list(actor, request) {
			requirePermission(actor, 'read:person');
			const { rows, nextCursor } = await store.list(request);
			return { invitations: rows.map((row) => toInvitation(row, clock.now())), nextCursor };
		},

		async revoke(actor, id) {
			await requireInviter(actor);
			const row = await store.find(id);
			if (row === undefined) throw new AppError('not-found', m.account_invitation_unknown());
			if (!(await store.revoke(id, clock.now())))
				throw new AppError('conflict', m.account_invitation_closed());
			record(actor, 'invitation.revoked', id, row.role);
		},

		async resend(actor, id) {
			await requireInviter(actor);
			const row = await store.find(id);
			if (row === undefined) throw new AppError('not-found', m.account_invitation_unknown());
			await limitLetters(actor);
			const token = newSecret();
			if (!(await store.renew(id, await sha256Hex(token), clock.now() + INVITATION_MS)))
				throw new AppError('conflict', m.account_invitation_closed());
			record(actor, 'invitation.sent-again', id, row.role);
			return { isMailed: await deliver(row, token) };
		},

		async read(actor, token) {
			const { email, role, expiresAt } = await find(token);
			const holder = await people.findByEmail(email);
			const isSignedIn = actor.role !== 'guest';
			const isTheirs = holder !== undefined && holder.id === actor.userId;
			const withoutAccount = isSignedIn ? 'other-account' : 'new';
			const next = isTheirs ? 'accept' : holder === undefined ? withoutAccount : 'sign-in';
			return { email, role, expiresAt, next };
		},

		async accept(actor, { token, displayName, password }, client) {
			if (actor.role !== 'guest') throw new AppError('conflict', m.auth_signed_in_already());
			const row = await find(token);
			if ((await people.findByEmail(row.email)) !== undefined)
				throw new AppError('conflict', m.account_invitation_has_account());
			await requireGoodPassword(password, { email: row.email, displayName, schoolName });
			const id = actor.userId ?? newId();
			const isDone = await store.acceptAsNew(
				row,
				{
					id,
					isGuest: actor.userId !== undefined,
					displayName: displayName ?? null,
					passwordHash: await passwordHasher.hash(password)
				},
				clock.now()
			);
			if (!isDone) throw dead();
			// Whoever held the guest's cookie until now does not hold the account.
			await sessions.endAll(id);
			const entered = await sessions.open(
				actor,
				{ userId: id, role: row.role, ...(displayName === undefined ? {} : { displayName }) },
				client
			);
			record(entered.actor, 'invitation.accepted', row.id, row.role);
			return entered;
		},

		async join(actor, token, client) {
			const row = await find(token);
			const person = actor.userId === undefined ? undefined : await people.find(actor.userId);
			// Somebody else's invitation looks like none.
			if (person === undefined || actor.via !== 'session' || person.email !== row.email) throw dead();
			if (person.role === 'admin') throw new AppError('conflict', m.account_invited_has_role());
			if (!(await store.acceptAs(row, person.id, clock.now()))) throw dead();
			await sessions.endAll(person.id);
			const { displayName } = person;
			const entered = await sessions.open(
				actor,
				{ userId: person.id, role: row.role, ...(displayName === null ? {} : { displayName }) },
				client
			);
			record(entered.actor, 'invitation.accepted', row.id, row.role);
			return entered;
		}
	};
}

const ROLE_NAMES: Record<Exclude<Role, 'guest'>, () => string> = {
	user: m.account_as_user,
	teacher: m.account_as_teacher,
	agent: m.account_as_agent,
	admin: m.account_as_admin
};

function toInvitation(row: InvitationRow, now: number): Invitation {
	const { id, email, role, createdAt, expiresAt } = row;
	return { id, email, role, state: stateOf(row, now), createdAt, expiresAt };
}

function stateOf({ acceptedAt, revokedAt, expiresAt }: InvitationRow, now: number): InvitationState {
	if (acceptedAt !== null) return 'accepted';
	if (revokedAt !== null) return 'revoked';
	return expiresAt <= now ? 'expired' : 'open';
}

function dead(): AppError {
	return new AppError('not-found', m.account_invitation_dead());
}

function at(field: string, message: string): AppError {
	return new AppError('conflict', message, { details: { problems: [{ field, message }] } });
}
