import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { schema } from '../../platform/index.ts';
import { appOf, MINUTE, openPeople, START, wrongFor } from '../fixtures/second-factor-people.ts';
import { client, codeOf, openStage, type AuthStage } from '../fixtures/test-auth.ts';
import { VISITOR } from '#lib/shared/actor.ts';

const { recoveryCodes, accountTokens } = schema;
const opened = openStage(env.DB);
const { database, makeStage, settle, emptyTables } = opened;
const { addPerson, addEnrolled, personOf, passwordGiven, giveCode } = openPeople(opened, () => stage);

let stage: AuthStage;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: START });
	stage = await makeStage();
});

afterEach(async () => {
	vi.useRealTimers();
	await emptyTables();
});

describe('turning on codes', () => {
	it('is in force only once a code of the app was right, and gives ten recovery codes', async () => {
		const { id, actor } = await addPerson();
		const { secondFactor, entry } = stage;
		await secondFactor.begin(actor);
		expect(await secondFactor.state(actor)).toMatchObject({ standing: 'begun' });
		expect(await entry.admit(VISITOR, await personOf(id), client)).toMatchObject({ next: 'in' });
		const app = appOf((await secondFactor.enrolment(actor))?.uri ?? '');
		expect(await codeOf(secondFactor.confirm(actor, wrongFor(app)))).toBe('invalid');
		expect(await secondFactor.confirm(actor, ` ${app().slice(0, 3)} ${app().slice(3)} `)).toHaveLength(10);
		expect(await secondFactor.state(actor)).toMatchObject({ standing: 'on', recoveryCodesLeft: 10 });
		expect(await secondFactor.enrolment(actor)).toBeUndefined();
		expect(await codeOf(secondFactor.begin(actor))).toBe('conflict');
	});

	it('keeps neither the secret nor a recovery code in the tables', async () => {
		const { id, actor } = await addPerson();
		await stage.secondFactor.begin(actor);
		const enrolment = await stage.secondFactor.enrolment(actor);
		const codes = await stage.secondFactor.confirm(actor, appOf(enrolment?.uri ?? '')());
		await settle();
		const kept = JSON.stringify([
			await personOf(id),
			await database.select().from(recoveryCodes),
			await database.select().from(schema.auditEvents)
		]);
		for (const secret of [...codes, enrolment?.secret.replaceAll(' ', '') ?? 'none'])
			expect(kept).not.toContain(secret.replaceAll('-', ''));
	});

	it('is done once by two tabs that confirm at the same moment', async () => {
		const { actor } = await addPerson();
		await stage.secondFactor.begin(actor);
		const app = appOf((await stage.secondFactor.enrolment(actor))?.uri ?? '');
		const tabs = await Promise.allSettled([1, 2].map(() => stage.secondFactor.confirm(actor, app())));
		const codes = tabs.flatMap((tab) => (tab.status === 'fulfilled' ? [tab.value] : []));
		expect(codes).toHaveLength(1);
		expect((await stage.secondFactor.state(actor)).recoveryCodesLeft).toBe(10);
	});

	it('does not confirm a secret that another tab replaced', async () => {
		const { actor } = await addPerson();
		await stage.secondFactor.begin(actor);
		const old = appOf((await stage.secondFactor.enrolment(actor))?.uri ?? '');
		await stage.secondFactor.begin(actor);
		expect(await codeOf(stage.secondFactor.confirm(actor, old()))).toBe('invalid');
	});

	it('is refused without a fresh proof, in the shared accounts of a demo, and where no secret is set', async () => {
		const { actor } = await addPerson();
		const demo = await addPerson('admin', true);
		expect(await codeOf(stage.secondFactor.begin(demo.actor))).toBe('forbidden');
		expect(await stage.secondFactor.state(demo.actor)).toMatchObject({ standing: 'shared' });
		const unset = (await makeStage({ secret: undefined })).secondFactor;
		expect(await codeOf(unset.begin(actor))).toBe('unavailable');
		expect(await unset.state(actor)).toMatchObject({ standing: 'unset' });
		vi.setSystemTime(START + 11 * MINUTE);
		for (const act of ['begin', 'enrolment', 'turnOff', 'renewRecoveryCodes'] as const)
			expect(await codeOf(stage.secondFactor[act](actor))).toBe('forbidden');
		expect(await codeOf(stage.secondFactor.confirm(actor, '123456'))).toBe('forbidden');
	});
});

describe('recovery codes', () => {
	it('open once each, however they are typed', async () => {
		const { id, actor, recovery } = await addEnrolled();
		const [first = '', second = ''] = recovery;
		await giveCode(await passwordGiven(id), first.toUpperCase().replaceAll('-', ' '));
		expect(await codeOf(giveCode(await passwordGiven(id), first))).toBe('invalid');
		await giveCode(await passwordGiven(id), second);
		expect((await stage.secondFactor.state(actor)).recoveryCodesLeft).toBe(8);
	});

	it('open for nobody else', async () => {
		const { recovery } = await addEnrolled();
		const other = await addEnrolled();
		expect(await codeOf(giveCode(await passwordGiven(other.id), recovery[0] ?? ''))).toBe('invalid');
	});

	it('are void once there are new ones', async () => {
		const { id, actor, recovery } = await addEnrolled();
		const renewed = await stage.secondFactor.renewRecoveryCodes(actor);
		expect(renewed).toHaveLength(10);
		expect(await codeOf(giveCode(await passwordGiven(id), recovery[0] ?? ''))).toBe('invalid');
		expect(await codeOf(giveCode(await passwordGiven(id), renewed[0] ?? ''))).toBe('nothing thrown');
	});

	it('are not made for somebody without codes', async () => {
		const { actor } = await addPerson();
		expect(await codeOf(stage.secondFactor.renewRecoveryCodes(actor))).toBe('conflict');
		expect(await database.$count(recoveryCodes)).toBe(0);
	});
});

describe('confirming with a code', () => {
	it('asks whoever has a second factor for its code, and the password is not enough', async () => {
		const { actor, app } = await addEnrolled();
		expect(await stage.stepUp.question(actor)).toBe('code');
		vi.setSystemTime(Date.now() + 20 * MINUTE);
		expect(await codeOf(stage.stepUp.confirm(actor, { password: 'violet harbour nine' }))).toBe('invalid');
		expect(await codeOf(stage.stepUp.requireStepUp(actor))).toBe('forbidden');
		await stage.stepUp.confirm(actor, { code: app() });
		expect(await codeOf(stage.stepUp.requireStepUp(actor))).toBe('nothing thrown');
	});

	it('counts wrong codes with those of signing in', async () => {
		const { id, actor, app } = await addEnrolled();
		for (let count = 0; count < 2; count++)
			expect(await codeOf(stage.stepUp.confirm(actor, { code: wrongFor(app) }))).toBe('invalid');
		await database.update(accountTokens).set({ tries: 50 }).where(eq(accountTokens.userId, id));
		expect(await codeOf(stage.stepUp.confirm(actor, { code: app() }))).toBe('rate-limited');
	});
});

describe('turning codes off', () => {
	it('takes everything of them away, and who waits with a password starts again', async () => {
		const { id, actor, recovery } = await addEnrolled();
		const secret = await passwordGiven(id);
		await stage.secondFactor.turnOff(actor);
		expect(await stage.secondFactor.state(actor)).toMatchObject({ standing: 'off', recoveryCodesLeft: 0 });
		expect(await codeOf(giveCode(secret, recovery[0] ?? ''))).toBe('unauthenticated');
		expect(await stage.entry.admit(VISITOR, await personOf(id), client)).toMatchObject({ next: 'in' });
	});

	it('is refused to staff of a school that requires them, and to nobody else', async () => {
		const teacher = await addEnrolled('teacher');
		const student = await addEnrolled('user');
		const { secondFactor } = await makeStage({ isRequiredOfStaff: true });
		expect((await secondFactor.state(teacher.actor)).isRequired).toBe(true);
		expect(await codeOf(secondFactor.turnOff(teacher.actor))).toBe('forbidden');
		expect((await secondFactor.state(student.actor)).isRequired).toBe(false);
		expect(await codeOf(secondFactor.turnOff(student.actor))).toBe('nothing thrown');
	});
});
