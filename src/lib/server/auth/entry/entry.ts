// The last step of every way in that proves who somebody is: a session at once, or, for an account with a second factor, only the
// right to give its code. Whoever checks a first proof (a password, a mailed link) ends in `admit` and opens no session itself.
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { RunInBackground } from '../../observability/index.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import { createPeopleStore, type PersonRow } from '../people-store.ts';
import { wrongCode, type CodeTaker } from '../second-factor/code-taker.ts';
import type { Client, Entered, Sessions } from '../sessions/sessions.ts';
import { createPendingSignIns, type PendingSignIn } from './pending-sign-ins.ts';

export type Admitted = ({ next: 'in' } & Entered) | { next: 'code'; pending: PendingSignIn };

export interface Entry {
	/** For somebody whose first proof was right. `before` is who asked: a guest's session ends with the entry. */
	admit(before: Actor, person: PersonRow, client: Client): Promise<Admitted>;
	/** Whether a code can still be given with this secret. */
	awaitsCode(secret: string | undefined): Promise<boolean>;
	/**
	 * Throws `invalid` for a wrong code, `unauthenticated` when the password has to be given again (five minutes or five tries are over,
	 * the secret was used), `rate-limited` when the account had too many.
	 */
	admitByCode(before: Actor, secret: string | undefined, code: string, client: Client): Promise<Entered>;
}

export interface EntryOptions {
	database: Database;
	clock: Clock;
	rateLimiter: RateLimiter;
	audit: Audit;
	runInBackground: RunInBackground;
	sessions: Sessions;
	codes: CodeTaker;
	triesPerMinute: number;
}

export function createEntry(options: EntryOptions): Entry {
	const { database, clock, rateLimiter, audit, runInBackground, sessions, codes, triesPerMinute } = options;
	const people = createPeopleStore(database);
	const pendingSignIns = createPendingSignIns({ database, clock });

	function record(actor: Actor, outcome: 'allowed' | 'refused'): void {
		audit.record(actor, { action: 'session.created', objectType: 'session', objectId: null, outcome });
	}

	async function enter(before: Actor, person: PersonRow, client: Client): Promise<Entered> {
		const { id: userId, role, displayName } = person;
		const named = displayName === null ? {} : { displayName };
		const entered = await sessions.open(before, { userId, role, ...named }, client);
		record(entered.actor, 'allowed');
		return entered;
	}

	return {
		async admit(before, person, client) {
			if (person.totpConfirmedAt === null) return { next: 'in', ...(await enter(before, person, client)) };
			runInBackground('delete old pending sign-ins', pendingSignIns.deleteOld());
			return { next: 'code', pending: await pendingSignIns.open(person.id) };
		},

		async awaitsCode(secret) {
			return secret !== undefined && (await pendingSignIns.isOpen(secret));
		},

		async admitByCode(before, secret, code, client) {
			const pending = secret === undefined ? undefined : await pendingSignIns.tryOnce(secret);
			const person = pending && (await people.find(pending.userId));
			// What changed since the password was given may be the password.
			const isOver = (found: PersonRow, since: number) =>
				found.disabledAt !== null || found.updatedAt > since;
			if (pending === undefined || person === undefined || isOver(person, pending.createdAt))
				throw new AppError('unauthenticated', m.second_factor_sign_in_again());
			await rateLimiter.require({
				shard: `account:${await sha256Hex(person.email ?? person.id)}`,
				buckets: [{ name: 'codes', perMinute: triesPerMinute }]
			});
			if (!(await codes.take(person.id, code))) {
				record({ userId: person.id, role: person.role, via: 'anonymous' }, 'refused');
				throw pending.triesLeft > 0
					? wrongCode(m.second_factor_wrong())
					: new AppError('unauthenticated', m.second_factor_sign_in_again());
			}
			if (!(await pendingSignIns.close(pending.id)))
				throw new AppError('unauthenticated', m.second_factor_sign_in_again());
			return enter(before, person, client);
		}
	};
}
