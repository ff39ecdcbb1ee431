import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SYSTEM, VISITOR, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { KEY_PERSON } from '../api-key.ts';
import { anna, client, codeOf, enteredBy, openStage, type AuthStage } from '../fixtures/test-auth.ts';

const START = 1_800_000_000_000;
const MINUTE = 60_000;
const { makeStage, emptyTables } = openStage(env.DB);

vi.setConfig({ testTimeout: 20_000 });

let stage: AuthStage;

const reasonOf = (work: Promise<unknown>) =>
	work.then(
		() => 'allowed',
		(thrown: unknown) => (thrown instanceof AppError ? [thrown.code, thrown.details] : thrown)
	);
const NEEDED = ['forbidden', { reason: 'step-up' }];

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: START });
	stage = await makeStage();
});

afterEach(async () => {
	vi.useRealTimers();
	await emptyTables();
});

describe('sensitive acts', () => {
	it('are open for ten minutes after signing in, and then again after the password', async () => {
		const { auth, stepUp } = stage;
		const { actor } = await auth.signUp(VISITOR, anna, client);
		vi.setSystemTime(START + 10 * MINUTE - 1);
		expect(await reasonOf(stepUp.requireStepUp(actor))).toBe('allowed');
		vi.setSystemTime(START + 10 * MINUTE);
		expect(await reasonOf(stepUp.requireStepUp(actor))).toEqual(NEEDED);

		expect(await stepUp.question(actor)).toBe('password');
		for (const password of ['not the password', '', undefined])
			expect(await codeOf(stepUp.confirm(actor, { password }))).toBe('invalid');
		expect(await reasonOf(stepUp.requireStepUp(actor))).toEqual(NEEDED);
		await stepUp.confirm(actor, anna);
		expect(await reasonOf(stepUp.requireStepUp(actor))).toBe('allowed');
	});

	it('are opened for the session that confirmed, and for no other of the same person', async () => {
		const { auth, stepUp } = stage;
		const phone = await auth.signUp(VISITOR, anna, client);
		vi.setSystemTime(START + 11 * MINUTE);
		const desk = await enteredBy(auth.signIn(VISITOR, anna, client));
		expect(await reasonOf(stepUp.requireStepUp(desk.actor))).toBe('allowed');
		expect(await reasonOf(stepUp.requireStepUp(phone.actor))).toEqual(NEEDED);
	});

	it('stay closed for a session that has ended, whatever is answered', async () => {
		const { auth, stepUp } = stage;
		const { actor } = await auth.signUp(VISITOR, anna, client);
		await auth.signOut(actor, 'here');
		expect(await reasonOf(stepUp.requireStepUp(actor))).toEqual(NEEDED);
		expect(await codeOf(stepUp.confirm(actor, anna))).toBe('unauthenticated');
	});

	it.each<[string, Actor, string]>([
		['a visitor', VISITOR, 'unauthenticated'],
		['a guest', { userId: 'g', role: 'guest', via: 'session', sessionId: 's' }, 'unauthenticated'],
		['the administrator key', { ...KEY_PERSON, userId: KEY_PERSON.id, via: 'api-key' }, 'forbidden'],
		['the system', SYSTEM, 'forbidden']
	])('are never open to %s', async (_, actor, code) => {
		const { stepUp } = stage;
		for (const work of [stepUp.requireStepUp(actor), stepUp.question(actor), stepUp.confirm(actor, anna)]) {
			expect(await work.catch((thrown: unknown) => thrown)).toMatchObject({ code });
			expect(await reasonOf(work)).not.toEqual(NEEDED);
		}
	});

	it('ask people of the demo for a click', async () => {
		const { auth, stepUp } = await makeStage({ isDemo: true });
		const { actor } = await auth.enterDemo(VISITOR, 'admin', client);
		vi.setSystemTime(START + 10 * MINUTE);
		expect(await reasonOf(stepUp.requireStepUp(actor))).toEqual(NEEDED);
		expect(await stepUp.question(actor)).toBe('click');
		await stepUp.confirm(actor, {});
		expect(await reasonOf(stepUp.requireStepUp(actor))).toBe('allowed');
	});

	it('count wrong answers with the tries of the account', async () => {
		const { actor } = await stage.auth.signUp(VISITOR, anna, client);
		const { stepUp } = await makeStage({
			rateLimiter: {
				take: () => Promise.resolve(undefined),
				require: () => Promise.reject(new AppError('rate-limited', 'wait'))
			}
		});
		expect(await codeOf(stepUp.confirm(actor, anna))).toBe('rate-limited');
	});
});
