// A second factor: codes by the clock, and recovery codes for whoever has lost what makes them. Optional for everybody; a school may
// require it of its staff.
//
// - Whatever changes a second factor asks for a step-up first.
// - The accounts of a demo have none: everybody shares them, and whoever came first would lock out the rest.
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import { createPeopleStore, type PersonRow } from '../people-store.ts';
import type { StepUp } from '../step-up/step-up.ts';
import { readCode, SEALED_FOR, wrongCode } from './code-taker.ts';
import { drawQrCode, type QrCode } from './qr-code.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { createSealer } from './sealed-secret.ts';
import { createSecondFactorStore } from './second-factor-store.ts';
import { matchingStep, newTotpKey, totpUri, typedSecret } from './totp.ts';

export interface SecondFactorState {
	/** `unset`: the deployment has no SEGUE_SECRET. `shared`: an account of the demo. */
	standing: 'off' | 'begun' | 'on' | 'unset' | 'shared';
	/** Unused ones. */
	recoveryCodesLeft: number;
	/** The school requires it of this person. */
	isRequired: boolean;
}

export interface Enrolment {
	qr: QrCode;
	/** For typing. */
	secret: string;
	uri: string;
}

export interface SecondFactor {
	state(actor: Actor): Promise<SecondFactorState>;
	/** The state, and where something was begun, that. Throws as `enrolment` does. */
	view(actor: Actor): Promise<SecondFactorState & { enrolment?: Enrolment }>;
	/** Makes a secret, not in force until `confirm`. Throws `conflict` when a second factor is on, `unavailable` without SEGUE_SECRET. */
	begin(actor: Actor): Promise<void>;
	/** What was begun, for the app to read; undefined when nothing was. */
	enrolment(actor: Actor): Promise<Enrolment | undefined>;
	/** Ten recovery codes, which nobody can show again. Throws `invalid` for a wrong code. */
	confirm(actor: Actor, code: string): Promise<string[]>;
	/** Throws `forbidden` where the school requires one. */
	turnOff(actor: Actor): Promise<void>;
	/** Ten new ones; the old are void. */
	renewRecoveryCodes(actor: Actor): Promise<string[]>;
}

export interface SecondFactorOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	/** SEGUE_SECRET. */
	secret: string | undefined;
	schoolName: string;
	isRequiredOfStaff: boolean;
}

export function createSecondFactor(
	options: SecondFactorOptions & { stepUp: Pick<StepUp, 'requireStepUp'> }
): SecondFactor {
	const { database, clock, audit, secret, schoolName, isRequiredOfStaff, stepUp } = options;
	const store = createSecondFactorStore(database);
	const people = createPeopleStore(database);

	async function ownAccount(actor: Actor): Promise<PersonRow> {
		const person = actor.userId === undefined ? undefined : await people.find(actor.userId);
		if (person === undefined || person.role === 'guest')
			throw new AppError('unauthenticated', m.auth_sign_in_first());
		return person;
	}

	/** The actor's account, after a step-up, and what seals its secret. */
	async function mayChange(actor: Actor) {
		await stepUp.requireStepUp(actor);
		const person = await ownAccount(actor);
		if (person.isDemo) throw new AppError('forbidden', m.second_factor_shared());
		if (secret === undefined)
			throw new AppError('unavailable', m.second_factor_unset(), { retryable: false });
		return { person, sealer: createSealer(secret, SEALED_FOR) };
	}

	function record(actor: Actor, action: string): void {
		audit.record(actor, { action, objectType: 'user', objectId: actor.userId ?? null, outcome: 'allowed' });
	}

	const secondFactor: SecondFactor = {
		async state(actor) {
			const person = await ownAccount(actor);
			return {
				standing: standingOf(person, secret !== undefined),
				recoveryCodesLeft: await store.countRecoveryCodes(person.id),
				isRequired: isRequiredOfStaff && isStaff(person)
			};
		},

		async view(actor) {
			const state = await secondFactor.state(actor);
			const enrolment = state.standing === 'begun' ? await secondFactor.enrolment(actor) : undefined;
			return { ...state, ...(enrolment === undefined ? {} : { enrolment }) };
		},

		async begin(actor) {
			const { person, sealer } = await mayChange(actor);
			const sealed = await sealer.seal(newTotpKey(), person.id);
			if (!(await store.begin(person.id, sealed, clock.now())))
				throw new AppError('conflict', m.second_factor_on_already());
		},

		async enrolment(actor) {
			const { person, sealer } = await mayChange(actor);
			if (person.totpSecret === null || person.totpConfirmedAt !== null) return undefined;
			const key = await sealer.open(person.totpSecret, person.id);
			if (key === undefined) return undefined;
			const uri = totpUri(key, {
				school: schoolName,
				account: person.email ?? person.displayName ?? person.id
			});
			return { uri, qr: drawQrCode(uri), secret: typedSecret(uri) };
		},

		async confirm(actor, typed) {
			const { person, sealer } = await mayChange(actor);
			if (person.totpConfirmedAt !== null) throw new AppError('conflict', m.second_factor_on_already());
			const sealed = person.totpSecret;
			const key = sealed === null ? undefined : await sealer.open(sealed, person.id);
			if (sealed === null || key === undefined) throw new AppError('conflict', m.second_factor_begin_again());
			const step = matchingStep(key, readCode(typed), { now: clock.now(), lastStep: null });
			if (step === undefined) throw wrongCode(m.second_factor_wrong_while_enrolling());
			const codes = newRecoveryCodes();
			if (!(await store.confirm(person.id, sealed, step, await hashAll(codes), clock.now())))
				throw new AppError('conflict', m.second_factor_begin_again());
			record(actor, 'second-factor.turned-on');
			return codes;
		},

		async turnOff(actor) {
			await stepUp.requireStepUp(actor);
			const person = await ownAccount(actor);
			if (isRequiredOfStaff && isStaff(person))
				throw new AppError('forbidden', m.second_factor_required_of_staff());
			await store.turnOff(person.id, clock.now());
			record(actor, 'second-factor.turned-off');
		},

		async renewRecoveryCodes(actor) {
			const { person } = await mayChange(actor);
			const codes = newRecoveryCodes();
			if (!(await store.replaceRecoveryCodes(person.id, await hashAll(codes), clock.now())))
				throw new AppError('conflict', m.second_factor_begin_again());
			record(actor, 'recovery-codes.renewed');
			return codes;
		}
	};
	return secondFactor;
}

export function isStaff({ role }: Pick<PersonRow, 'role'>): boolean {
	return role === 'teacher' || role === 'agent' || role === 'admin';
}

function standingOf(person: PersonRow, isConfigured: boolean): SecondFactorState['standing'] {
	if (person.isDemo) return 'shared';
	if (person.totpConfirmedAt !== null) return 'on';
	if (!isConfigured) return 'unset';
	return person.totpSecret === null ? 'off' : 'begun';
}

async function hashAll(codes: string[]): Promise<string[]> {
	const hashes = await Promise.all(codes.map(hashRecoveryCode));
	return hashes.filter((hash) => hash !== undefined);
}
