import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VISITOR, type Role } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { schema } from '../../platform/index.ts';
import { appOf, MINUTE, openPeople, START, STEP, wrongFor } from '../fixtures/second-factor-people.ts';
import { anna, client, codeOf, openStage, type AuthStage } from '../fixtures/test-auth.ts';

const { users, accountTokens, sessions: sessionTable } = schema;
const opened = openStage(env.DB);
const { database, makeStage, emptyTables } = opened;
const { addPerson, addEnrolled, passwordGiven, giveCode } = openPeople(opened, () => stage);

let stage: AuthStage;

vi.setConfig({ testTimeout: 20_000 });

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: START });
	stage = await makeStage();
});

afterEach(async () => {
	vi.useRealTimers();
	await emptyTables();
});

describe('signing in with a code', () => {
	it('opens a session only after the code, and ends the guest’s', async () => {
		const { id, app } = await addEnrolled();
		const guest = await stage.auth.ensurePerson(VISITOR, client);
		const before = await database.$count(sessionTable);
		const secret = await passwordGiven(id);
		expect(await database.$count(sessionTable)).toBe(before);
		expect(await stage.entry.awaitsCode(secret)).toBe(true);
		const { actor, session } = await giveCode(secret, app(), guest.actor);
		expect(actor).toMatchObject({ userId: id, role: 'teacher' });
		expect(await stage.sessions.find(session.secret)).toMatchObject({ hasSecondFactor: true });
		expect(await stage.sessions.find(guest.session?.secret ?? '')).toBeUndefined();
		expect(await stage.entry.awaitsCode(secret)).toBe(false);
	});

	it('takes no code twice, not even in the next step of time', async () => {
		const { id, app } = await addEnrolled();
		const code = app();
		await giveCode(await passwordGiven(id), code);
		expect(await codeOf(giveCode(await passwordGiven(id), code))).toBe('invalid');
		vi.setSystemTime(Date.now() + STEP);
		expect(await codeOf(giveCode(await passwordGiven(id), code))).toBe('invalid');
		expect(await codeOf(giveCode(await passwordGiven(id), app()))).toBe('nothing thrown');
	});

	it('does not take the code that turned codes on', async () => {
		const { id, actor } = await addPerson();
		await stage.secondFactor.begin(actor);
		const app = appOf((await stage.secondFactor.enrolment(actor))?.uri ?? '');
		const code = app();
		await stage.secondFactor.confirm(actor, code);
		vi.setSystemTime(Date.now() + 1);
		expect(await codeOf(giveCode(await passwordGiven(id), code))).toBe('invalid');
	});

	it('lets one of many in who give the same code at the same moment', async () => {
		const { id, app } = await addEnrolled();
		const secrets = [await passwordGiven(id), await passwordGiven(id), await passwordGiven(id)];
		const codes = await Promise.all(secrets.map((secret) => codeOf(giveCode(secret, app()))));
		expect(codes.sort()).toEqual(['invalid', 'invalid', 'nothing thrown']);
	});

	it('uses up the right to give a code: neither another code nor the same moment opens it again', async () => {
		const { id, app, recovery } = await addEnrolled();
		const secret = await passwordGiven(id);
		const codes = [app(), recovery[0] ?? '', recovery[1] ?? ''];
		const outcomes = await Promise.all(codes.map((code) => codeOf(giveCode(secret, code))));
		expect(outcomes.sort()).toEqual(['nothing thrown', 'unauthenticated', 'unauthenticated']);
		expect(await codeOf(giveCode(secret, recovery[2] ?? ''))).toBe('unauthenticated');
	});

	it('ends after five wrong codes, however many are given at once', async () => {
		const { id, app } = await addEnrolled();
		const secret = await passwordGiven(id);
		const outcomes = await Promise.all(
			Array.from({ length: 20 }, () => codeOf(giveCode(secret, wrongFor(app))))
		);
		expect(outcomes.filter((code) => code === 'invalid')).toHaveLength(4);
		expect(outcomes.filter((code) => code === 'unauthenticated')).toHaveLength(16);
		expect(await codeOf(giveCode(secret, app()))).toBe('unauthenticated');
		expect(await codeOf(giveCode(await passwordGiven(id), app()))).toBe('nothing thrown');
	});

	it('ends after five minutes', async () => {
		const { id, app } = await addEnrolled();
		const secret = await passwordGiven(id);
		vi.setSystemTime(Date.now() + 5 * MINUTE);
		expect(await stage.entry.awaitsCode(secret)).toBe(false);
		expect(await codeOf(giveCode(secret, app()))).toBe('unauthenticated');
	});

	it.each([undefined, '', 'x'.repeat(10_000_000), `${newId()}${newId()}`, "' or 1=1 --"])(
		'is not open to a made-up secret (%#)',
		async (secret) => {
			const { app } = await addEnrolled();
			expect(await codeOf(giveCode(secret, app()))).toBe('unauthenticated');
		}
	);

	it('is over when the account changed since the password was given', async () => {
		const { id, app } = await addEnrolled();
		const secret = await passwordGiven(id);
		vi.setSystemTime(Date.now() + 1);
		await database.update(users).set({ updatedAt: Date.now() }).where(eq(users.id, id));
		expect(await codeOf(giveCode(secret, app()))).toBe('unauthenticated');
	});

	it('does not open for somebody who was disabled meanwhile', async () => {
		const { id, app } = await addEnrolled();
		const secret = await passwordGiven(id);
		await database.update(users).set({ disabledAt: START }).where(eq(users.id, id));
		expect(await codeOf(giveCode(secret, app()))).toBe('unauthenticated');
	});

	it('takes no code of the app after a hundred wrong ones in a day, but still a recovery code', async () => {
		const { id, app, recovery } = await addEnrolled();
		await database.insert(accountTokens).values(
			Array.from({ length: 10 }, () => ({
				id: newId(),
				...{ userId: id, purpose: 'second-factor' as const, tries: 10 },
				...{ createdAt: Date.now(), expiresAt: Date.now() }
			}))
		);
		expect(await codeOf(giveCode(await passwordGiven(id), app()))).toBe('rate-limited');
		expect(await codeOf(giveCode(await passwordGiven(id), recovery[0] ?? ''))).toBe('nothing thrown');
		vi.setSystemTime(Date.now() + 24 * 60 * MINUTE + 1);
		expect(await codeOf(giveCode(await passwordGiven(id), app()))).toBe('nothing thrown');
	});

	it('asks the limiter by account before a code is looked at', async () => {
		const { id, app } = await addEnrolled();
		const secret = await passwordGiven(id);
		const { entry } = await makeStage({
			rateLimiter: {
				take: () => Promise.resolve(undefined),
				require: () => Promise.reject(new AppError('rate-limited', 'wait'))
			}
		});
		expect(await codeOf(entry.admitByCode(VISITOR, secret, app(), client))).toBe('rate-limited');
	});

	it('says what to do when the deployment’s secret was changed', async () => {
		const { id, app, recovery } = await addEnrolled();
		const { entry } = await makeStage({ secret: 'another secret of the deployment, as long' });
		const give = async (code: string) => entry.admitByCode(VISITOR, await passwordGiven(id), code, client);
		expect(await codeOf(give(app()))).toBe('unavailable');
		expect(await codeOf(give(recovery[0] ?? ''))).toBe('nothing thrown');
	});
});

describe('before the code', () => {
	it('a wrong password is answered as for an account without codes, and as for none', async () => {
		const { auth } = stage;
		const { actor } = await auth.signUp(VISITOR, anna, client);
		const refusal = (email: string) =>
			auth
				.signIn(VISITOR, { email, password: 'not the password' }, client)
				.catch((thrown: unknown) => thrown);
		const without = await refusal(anna.email);
		await stage.secondFactor.begin(actor);
		const app = appOf((await stage.secondFactor.enrolment(actor))?.uri ?? '');
		await stage.secondFactor.confirm(actor, app());
		expect(await refusal(anna.email)).toEqual(without);
		expect(await refusal('nobody@example.com')).toEqual(without);
		expect(await database.$count(accountTokens)).toBe(0);
		expect(await auth.signIn(VISITOR, anna, client)).toMatchObject({ next: 'code' });
	});

	it('staff of a school that requires it are led to it until they have one; nobody else is', async () => {
		const identify = async (role: Role, isDemo = false) => {
			const { auth, sessions } = await makeStage({ isRequiredOfStaff: true });
			const { id } = await addPerson(role, isDemo);
			const { session } = await sessions.open(VISITOR, { userId: id, role }, client);
			return (await auth.identify({ sessionSecret: session.secret })).mustEnrol ?? false;
		};
		expect(await identify('teacher')).toBe(true);
		expect(await identify('agent')).toBe(true);
		expect(await identify('admin')).toBe(true);
		expect(await identify('user')).toBe(false);
		expect(await identify('admin', true)).toBe(false);
		const { id, app } = await addEnrolled('admin');
		const { session } = await giveCode(await passwordGiven(id), app());
		const { auth } = await makeStage({ isRequiredOfStaff: true });
		expect((await auth.identify({ sessionSecret: session.secret })).mustEnrol).toBeUndefined();
	});
});
