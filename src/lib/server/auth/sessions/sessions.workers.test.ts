import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VISITOR, type Actor, type Role } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { schema } from '../../platform/index.ts';
import { anna, client, codeOf, openStage, type AuthStage } from '../fixtures/test-auth.ts';
import type { Entered } from './sessions.ts';

const START = 1_800_000_000_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const { users, sessions: table } = schema;
const { database, makeStage, settle, emptyTables } = openStage(env.DB);

// Passwords are hashed at their real cost, on a machine that may do much else.
vi.setConfig({ testTimeout: 60_000 });

let stage: AuthStage;

async function addPerson(role: Role = 'user', isDemo = false): Promise<string> {
	const id = newId();
	await database.insert(users).values({ id, role, isDemo, createdAt: START, updatedAt: START });
	return id;
}

const enter = (userId: string, userAgent = 'a browser', before: Actor = VISITOR): Promise<Entered> =>
	stage.sessions.open(before, { userId, role: 'user' }, { userAgent, address: '203.0.113.0/24' });

const isOpen = async ({ session }: Pick<Entered, 'session'>) =>
	(await stage.sessions.find(session.secret)) !== undefined;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: START });
	stage = await makeStage();
});

afterEach(async () => {
	vi.useRealTimers();
	await emptyTables();
});

describe('the list of one’s sessions', () => {
	it('holds every session that still opens, the last seen first, and marks the one that asks', async () => {
		const { sessions } = stage;
		const userId = await addPerson();
		await enter(userId, 'long gone');
		vi.setSystemTime(START + 31 * DAY);
		const phone = await enter(userId, 'phone');
		vi.setSystemTime(START + 31 * DAY + MINUTE);
		await enter(userId, 'desk');
		await enter(await addPerson(), 'somebody else');
		const list = await sessions.list(phone.actor);
		expect(list.map(({ userAgent, isThis }) => [userAgent, isThis])).toEqual([
			['desk', false],
			['phone', true]
		]);
		expect(list[1]).toMatchObject({ address: '203.0.113.0/24', createdAt: START + 31 * DAY });
	});

	it('says when each was seen last, written at most every five minutes', async () => {
		const { sessions } = stage;
		const { actor, session } = await enter(await addPerson());
		const seen = async () => (await sessions.list(actor))[0]?.lastSeenAt;
		const visitAt = async (time: number) => {
			vi.setSystemTime(time);
			await sessions.find(session.secret);
			await settle();
		};
		await visitAt(START + 5 * MINUTE - 1);
		expect(await seen()).toBe(START);
		await visitAt(START + 5 * MINUTE);
		expect(await seen()).toBe(START + 5 * MINUTE);
	});

	it('shows nobody the others who share an account of the demo, nor lets them end those', async () => {
		const { sessions } = stage;
		const userId = await addPerson('admin', true);
		const mine = await enter(userId);
		const theirs = await enter(userId);
		expect(await sessions.list(mine.actor)).toHaveLength(1);
		expect(await codeOf(sessions.revoke(mine.actor, theirs.actor.sessionId ?? ''))).toBe('not-found');
		expect(await sessions.revokeOthers(mine.actor)).toBe(0);
		expect(await isOpen(theirs)).toBe(true);
	});
});

describe('ending sessions', () => {
	it('ends one of one’s own, once', async () => {
		const { sessions } = stage;
		const userId = await addPerson();
		const [desk, phone] = [await enter(userId), await enter(userId)];
		await sessions.revoke(desk.actor, phone.actor.sessionId ?? '');
		expect(await isOpen(phone)).toBe(false);
		expect(await isOpen(desk)).toBe(true);
		expect(await codeOf(sessions.revoke(desk.actor, phone.actor.sessionId ?? ''))).toBe('not-found');
	});

	it('takes somebody else’s for one that is not there', async () => {
		const mine = await enter(await addPerson());
		const theirs = await enter(await addPerson());
		expect(await codeOf(stage.sessions.revoke(mine.actor, theirs.actor.sessionId ?? ''))).toBe('not-found');
		expect(await isOpen(theirs)).toBe(true);
	});

	it('ends all others at once, and nobody else’s', async () => {
		const userId = await addPerson();
		const desk = await enter(userId);
		const others = [await enter(userId), await enter(userId)];
		const stranger = await enter(await addPerson());
		expect(await stage.sessions.revokeOthers(desk.actor)).toBe(2);
		expect(await Promise.all([desk, ...others, stranger].map(isOpen))).toEqual([true, false, false, true]);
	});

	it('ends every session of somebody who is disabled, at their next request', async () => {
		const userId = await addPerson();
		const [desk, phone] = [await enter(userId), await enter(userId)];
		await database.update(users).set({ disabledAt: START }).where(eq(users.id, userId));
		expect(await stage.auth.identify({ sessionSecret: desk.session.secret })).toEqual({
			actor: VISITOR,
			isCookieDead: true
		});
		expect(await database.select().from(table).where(eq(table.userId, userId))).toEqual([]);
		expect(await isOpen(phone)).toBe(false);
	});

	it('lets nobody in who is disabled, and says the same as of a wrong password', async () => {
		const { auth } = stage;
		const { actor } = await auth.signUp(VISITOR, anna, client);
		await database.update(users).set({ disabledAt: START }).where(eq(users.id, actor.userId));
		const refusals = [anna, { ...anna, password: 'not the password' }].map((form) =>
			auth.signIn(VISITOR, form, client).catch((thrown: unknown) => thrown)
		);
		const [right, wrong] = await Promise.all(refusals);
		expect(right).toMatchObject({ code: 'unauthenticated' });
		expect(right).toEqual(wrong);
	});
});

describe('rotation', () => {
	it('gives the acting session a new secret and ends the others', async () => {
		const userId = await addPerson();
		const [desk, phone] = [await enter(userId, 'desk'), await enter(userId, 'phone')];
		const session = await stage.sessions.rotate(desk.actor);
		expect(session.secret).not.toBe(desk.session.secret);
		expect(await isOpen(desk)).toBe(false);
		expect(await isOpen(phone)).toBe(false);
		expect(await isOpen({ session })).toBe(true);
		const { actor } = (await stage.sessions.find(session.secret)) ?? {};
		expect(await stage.sessions.list(actor ?? VISITOR)).toMatchObject([{ userAgent: 'desk', isThis: true }]);
	});

	it('does not move the absolute end', async () => {
		let { actor, session } = await enter(await addPerson());
		for (const day of [25, 50, 75]) {
			vi.setSystemTime(START + day * DAY);
			session = await stage.sessions.rotate(actor);
			actor = (await stage.sessions.find(session.secret))?.actor ?? actor;
		}
		expect(session.expiresAt).toBe(START + 90 * DAY);
		vi.setSystemTime(START + 90 * DAY + 1);
		expect(await isOpen({ session })).toBe(false);
	});

	it('revives no session that has ended meanwhile', async () => {
		const { actor } = await enter(await addPerson());
		await stage.sessions.endAll(actor.userId);
		expect(await codeOf(stage.sessions.rotate(actor))).toBe('unauthenticated');
		expect(await database.select().from(table)).toEqual([]);
	});
});
