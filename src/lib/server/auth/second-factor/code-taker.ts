// Takes the codes of people who are signing in or confirming who they are.
//
// - A code opens once: its step of time, or its row, is used up by being taken.
// - After 100 wrong codes in a day (NIST SP 800-63B, 5.2.2) only recovery codes are taken: those cannot be guessed, so the owner is not
//   locked out by somebody who tries.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import { createPeopleStore, type PersonRow } from '../people-store.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { createSealer } from './sealed-secret.ts';
import { createSecondFactorStore } from './second-factor-store.ts';
import { isTotpCode, matchingStep } from './totp.ts';

export interface CodeTaker {
	/** Whether the code is right; it is used up by that. Throws `rate-limited` when too many were wrong, `unavailable` when it cannot be read. */
	take(userId: string, code: string): Promise<boolean>;
	noteWrong(userId: string): Promise<void>;
}

export interface CodeTakerOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	/** SEGUE_SECRET. */
	secret: string | undefined;
}

/** What the key of a person's codes is sealed for. */
export const SEALED_FOR = 'totp';
const DAY_MS = 24 * 60 * 60 * 1000;
const WRONG_A_DAY = 100;

export function createCodeTaker({ database, clock, audit, secret }: CodeTakerOptions): CodeTaker {
	const store = createSecondFactorStore(database);
	const people = createPeopleStore(database);

	async function takeTotp(person: PersonRow, code: string): Promise<boolean> {
		const now = clock.now();
		if (person.totpSecret === null || person.totpConfirmedAt === null) return false;
		if ((await store.countWrong(person.id, now - DAY_MS)) >= WRONG_A_DAY)
			throw new AppError('rate-limited', m.second_factor_too_many());
		const key =
			secret === undefined
				? undefined
				: await createSealer(secret, SEALED_FOR).open(person.totpSecret, person.id);
		if (key === undefined)
			throw new AppError('unavailable', m.second_factor_unreadable(), {
				retryable: false,
				fallbackAvailable: true
			});
		const step = matchingStep(key, code, { now, lastStep: person.totpLastStep });
		return step !== undefined && store.takeStep(person.id, step);
	}

	async function takeRecovery(person: PersonRow, code: string): Promise<boolean> {
		const hash = await hashRecoveryCode(code);
		const isTaken = hash !== undefined && (await store.takeRecoveryCode(person.id, hash, clock.now()));
		if (isTaken)
			audit.record(
				{ userId: person.id, role: person.role, via: 'anonymous' },
				{ action: 'recovery-code.used', objectType: 'user', objectId: person.id, outcome: 'allowed' }
			);
		return isTaken;
	}

	return {
		async take(userId, typed) {
			const person = await people.find(userId);
			if (person === undefined || person.totpConfirmedAt === null) return false;
			const code = readCode(typed);
			return isTotpCode(code) ? takeTotp(person, code) : takeRecovery(person, code);
		},
		noteWrong: (userId) => store.noteWrong(userId, clock.now())
	};
}

/** As apps show codes and people type them: in groups, with any keyboard's digits. */
export function readCode(typed: string): string {
	return typed.normalize('NFKC').replace(/\s/g, '');
}

export function wrongCode(message: string): AppError {
	return new AppError('invalid', message, { details: { problems: [{ field: 'code', message }] } });
}
