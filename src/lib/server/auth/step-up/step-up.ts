// Sensitive acts ask who is there once more: a session that proved it within the last ten minutes may, every other is sent to prove it.
// Only a session can: an API key or another house's token has nobody behind it who could be asked. Nor has a guest, who has no proof
// but the cookie itself.
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { PasswordHasher } from '../../password-hashing/index.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import { createPeopleStore, type PersonRow } from '../people-store.ts';
import { wrongCode, type CodeTaker } from '../second-factor/code-taker.ts';
import type { Sessions } from '../sessions/sessions.ts';
import type { Confirm } from './forms.ts';

/**
 * What somebody is asked for: a code where they have a second factor. `click`: an account of the demo school, which everybody shares and
 * which has no password.
 */
export type Question = 'password' | 'code' | 'click';

export interface StepUp {
	/**
	 * Throws `forbidden` with details {reason: 'step-up'} when this session has to confirm first (a page leads there by itself), with
	 * {reason: 'no-session'} when the caller never can, `unauthenticated` for visitors and guests.
	 */
	requireStepUp(actor: Actor): Promise<void>;
	/** What confirming will ask of this actor. Throws like requireStepUp when they never can. */
	question(actor: Actor): Promise<Question>;
	/** Throws `invalid` for a wrong answer, `rate-limited` after too many. */
	confirm(actor: Actor, answer: Confirm): Promise<void>;
}

export interface StepUpOptions {
	database: Database;
	clock: Clock;
	rateLimiter: RateLimiter;
	audit: Audit;
	sessions: Sessions;
	passwordHasher: PasswordHasher;
	codes: CodeTaker;
	triesPerMinute: number;
}

const STEP_UP_MS = 10 * 60 * 1000;

export function createStepUp(options: StepUpOptions): StepUp {
	const { database, clock, rateLimiter, audit, sessions, passwordHasher, codes, triesPerMinute } = options;
	const people = createPeopleStore(database);

	async function personBehind(actor: Actor): Promise<PersonRow> {
		const { userId } = requireSession(actor);
		const person = await people.find(userId);
		if (person === undefined) throw new AppError('unauthenticated', m.auth_sign_in_first());
		return person;
	}

	async function isRight(person: PersonRow, answer: Confirm): Promise<boolean> {
		switch (questionFor(person)) {
			case 'click':
				return true;
			case 'password':
				return passwordHasher.verify(answer.password ?? '', person.passwordHash);
			case 'code': {
				const isTaken = await codes.take(person.id, answer.code ?? '');
				if (!isTaken) await codes.noteWrong(person.id);
				return isTaken;
			}
		}
	}

	return {
		async requireStepUp(actor) {
			const { sessionId } = requireSession(actor);
			const verifiedAt = await sessions.verifiedAt(sessionId);
			if (verifiedAt !== null && clock.now() - verifiedAt < STEP_UP_MS) return;
			throw new AppError('forbidden', m.step_up_needed(), { details: { reason: 'step-up' } });
		},

		async question(actor) {
			return questionFor(await personBehind(actor));
		},

		async confirm(actor, answer) {
			const { sessionId } = requireSession(actor);
			const person = await personBehind(actor);
			await rateLimiter.require({
				shard: `account:${await sha256Hex(person.email ?? person.id)}`,
				buckets: [{ name: questionFor(person) === 'code' ? 'codes' : 'tries', perMinute: triesPerMinute }]
			});
			const isConfirmed = await isRight(person, answer);
			audit.record(actor, {
				action: 'session.confirmed',
				objectType: 'session',
				objectId: null,
				outcome: isConfirmed ? 'allowed' : 'refused'
			});
			if (!isConfirmed)
				throw questionFor(person) === 'code' ? wrongCode(m.second_factor_wrong()) : wrongPassword();
			if (!(await sessions.setVerified(sessionId)))
				throw new AppError('unauthenticated', m.auth_sign_in_first());
		}
	};
}

function questionFor(person: PersonRow): Question {
	if (person.isDemo) return 'click';
	return person.totpConfirmedAt === null ? 'password' : 'code';
}

function requireSession(actor: Actor): { userId: string; sessionId: string } {
	if (actor.via === 'anonymous' || actor.role === 'guest')
		throw new AppError('unauthenticated', m.auth_sign_in_first());
	const { userId, sessionId } = actor;
	if (actor.via !== 'session' || userId === undefined || sessionId === undefined)
		throw new AppError('forbidden', m.step_up_no_session(), { details: { reason: 'no-session' } });
	return { userId, sessionId };
}

function wrongPassword(): AppError {
	const message = m.step_up_wrong_password();
	return new AppError('invalid', message, { details: { problems: [{ field: 'password', message }] } });
}
