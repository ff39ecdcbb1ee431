import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { VISITOR, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import { schema } from '../platform/index.ts';
import type { Auth } from './auth.ts';
import { anna, client, codeOf, enteredBy, openStage } from './fixtures/test-auth.ts';
import type { Person } from './sessions/sessions.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = 1_800_000_000_000;
const { users, sessions, auditEvents } = schema;
const { database, makeAuth, settle, emptyTables } = openStage(env.DB);

// Passwords are hashed at their real cost, on a machine that may do much else.
vi.setConfig({ testTimeout: 20_000 });

let auth: Auth;

const actorOf = async (secret: string): Promise<Actor> =>
	(await auth.identify({ sessionSecret: secret })).actor;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['Date'], now: START });
	auth = await makeAuth();
});

afterEach(async () => {
	vi.useRealTimers();
	await emptyTables();
});

describe('sessions', () => {
	it('keeps only the hash of the secret in the table', async () => {
		const { session, actor } = await auth.signUp(VISITOR, anna, client);
		const rows = await database.select().from(sessions);
		expect(rows).toHaveLength(1);
		expect(rows[0]?.id).toBe(await sha256Hex(session.secret));
		expect(JSON.stringify(rows)).not.toContain(session.secret);
		expect(actor.sessionId).toBe(rows[0]?.id);
	});

	it('carries at least 160 bits in the secret', async () => {
		const { session } = await auth.signUp(VISITOR, anna, client);
		expect(session.secret).toMatch(/^[a-z2-7]{32,}$/);
	});

	it('does not open for the hash that the table holds', async () => {
		const { session } = await auth.signUp(VISITOR, anna, client);
		expect(await actorOf(await sha256Hex(session.secret))).toEqual(VISITOR);
	});

	it.each([
		['a forged secret', 'a'.repeat(40)],
		['an empty one', ''],
		['ten megabytes', 'a'.repeat(10_000_000)],
		['NUL and line ends', '\0\r\n'.repeat(20)],
		['SQL', "' or 1=1 --"]
	])('takes %s for a visitor with a dead cookie', async (_, secret) => {
		expect(await auth.identify({ sessionSecret: secret })).toEqual({ actor: VISITOR, isCookieDead: true });
	});

	it('slides for 30 days at a time while it is used, and is renewed only in the second half', async () => {
		const { session } = await auth.signUp(VISITOR, anna, client);
		expect(session.expiresAt).toBe(START + 30 * DAY);
		vi.setSystemTime(START + 14 * DAY);
		expect((await auth.identify({ sessionSecret: session.secret })).renewed).toBeUndefined();
		vi.setSystemTime(START + 16 * DAY);
		const { renewed } = await auth.identify({ sessionSecret: session.secret });
		expect(renewed).toEqual({ secret: session.secret, expiresAt: START + 46 * DAY });
	});

	it('ends after 30 days without use, and its row goes', async () => {
		const { session } = await auth.signUp(VISITOR, anna, client);
		vi.setSystemTime(START + 30 * DAY + 1);
		expect(await auth.identify({ sessionSecret: session.secret })).toEqual({
			actor: VISITOR,
			isCookieDead: true
		});
		expect(await database.select().from(sessions)).toEqual([]);
	});

	it('ends 90 days after signing in however much it was used', async () => {
		const { session } = await auth.signUp(VISITOR, anna, client);
		for (const day of [20, 40, 60, 80, 89]) {
			vi.setSystemTime(START + day * DAY);
			const found = await auth.identify({ sessionSecret: session.secret });
			expect(found.actor.role).toBe('user');
			if (found.renewed !== undefined) expect(found.renewed.expiresAt).toBeLessThanOrEqual(START + 90 * DAY);
		}
		vi.setSystemTime(START + 90 * DAY + 1);
		expect(await actorOf(session.secret)).toEqual(VISITOR);
	});

	it('forgets expired rows of others at the next entry', async () => {
		await auth.signUp(VISITOR, anna, client);
		vi.setSystemTime(START + 31 * DAY);
		await auth.signIn(VISITOR, anna, client);
		await settle();
		expect(await database.select().from(sessions)).toHaveLength(1);
	});

	it('ends this one or all of them on signing out', async () => {
		const first = await auth.signUp(VISITOR, anna, client);
		const second = await enteredBy(auth.signIn(VISITOR, anna, client));
		const third = await enteredBy(auth.signIn(VISITOR, anna, client));
		await auth.signOut(first.actor, 'here');
		expect(await actorOf(first.session.secret)).toEqual(VISITOR);
		expect((await actorOf(second.session.secret)).role).toBe('user');
		await auth.signOut(second.actor, 'everywhere');
		expect(await actorOf(second.session.secret)).toEqual(VISITOR);
		expect(await actorOf(third.session.secret)).toEqual(VISITOR);
	});
});

describe('guests', () => {
	it('makes a row and a session for a visitor, once', async () => {
		const { actor, session } = await auth.ensurePerson(VISITOR, client);
		expect(actor).toMatchObject({ role: 'guest', via: 'session' });
		const known = await actorOf(session?.secret ?? '');
		expect(known.userId).toBe(actor.userId);
		expect(await auth.ensurePerson(known, client)).toEqual({ actor: known });
		expect(await database.select().from(users)).toHaveLength(1);
	});

	it('turns the guest into the account in place, with a new session', async () => {
		const guest = await auth.ensurePerson(VISITOR, client);
		const entered = await auth.signUp(guest.actor, anna, client);
		expect(entered.actor).toMatchObject({ userId: guest.actor.userId, role: 'user' });
		expect(await actorOf(guest.session?.secret ?? '')).toEqual(VISITOR);
		expect((await actorOf(entered.session.secret)).userId).toBe(guest.actor.userId);
	});

	it('leaves the guest behind when one signs in to an account, and ends the guest’s session', async () => {
		const account = await auth.signUp(VISITOR, anna, client);
		const guest = await auth.ensurePerson(VISITOR, client);
		const entered = await enteredBy(auth.signIn(guest.actor, anna, client));
		expect(entered.actor.userId).toBe(account.actor.userId);
		expect(await actorOf(guest.session?.secret ?? '')).toEqual(VISITOR);
	});
});

describe('signing up', () => {
	it('lets exactly one of parallel sign-ups with one address win', async () => {
		const guests: Person[] = [];
		for (let i = 0; i < 2; i++) guests.push((await auth.ensurePerson(VISITOR, client)).actor);
		const tries = [VISITOR, VISITOR, ...guests].map((actor) => codeOf(auth.signUp(actor, anna, client)));
		const codes = await Promise.all(tries);
		expect(codes.filter((code) => code === 'nothing thrown')).toHaveLength(1);
		expect(codes.filter((code) => code === 'conflict')).toHaveLength(3);
		expect(await database.select().from(users).where(eq(users.email, anna.email))).toHaveLength(1);
	});

	it('leaves a guest a guest when the address is taken', async () => {
		await auth.signUp(VISITOR, anna, client);
		const guest = await auth.ensurePerson(VISITOR, client);
		expect(await codeOf(auth.signUp(guest.actor, anna, client))).toBe('conflict');
		expect((await actorOf(guest.session?.secret ?? '')).role).toBe('guest');
	});

	it('refuses a second account from a signed-in person', async () => {
		const { actor } = await auth.signUp(VISITOR, anna, client);
		expect(await codeOf(auth.signUp(actor, { ...anna, email: 'b@example.com' }, client))).toBe('conflict');
	});

	it('refuses a password that anybody would try', async () => {
		expect(await codeOf(auth.signUp(VISITOR, { ...anna, password: 'Password2024!' }, client))).toBe(
			'invalid'
		);
	});
});

describe('signing in', () => {
	it('says the same of an unknown address and of a wrong password', async () => {
		await auth.signUp(VISITOR, anna, client);
		const wrong = await auth
			.signIn(VISITOR, { ...anna, password: 'not the password' }, client)
			.catch((e: unknown) => e);
		const unknown = await auth
			.signIn(VISITOR, { ...anna, email: 'no@example.com' }, client)
			.catch((e: unknown) => e);
		expect(wrong).toMatchObject({ code: 'unauthenticated' });
		expect(unknown).toMatchObject({ code: 'unauthenticated', message: (wrong as AppError).message });
	});

	it('never opens an account that has no password', async () => {
		const guest = await auth.ensurePerson(VISITOR, client);
		await database.update(users).set({ email: anna.email }).where(eq(users.id, guest.actor.userId));
		expect(await codeOf(auth.signIn(VISITOR, { ...anna, password: '' }, client))).toBe('unauthenticated');
	});

	it('asks the limiter by account, without naming it, before any password is tried', async () => {
		const asked: string[] = [];
		const limited = await makeAuth({
			rateLimiter: {
				take: () => Promise.resolve(undefined),
				require: ({ shard }) => {
					asked.push(shard);
					return Promise.reject(new AppError('rate-limited', 'wait'));
				}
			}
		});
		expect(await codeOf(limited.signIn(VISITOR, anna, client))).toBe('rate-limited');
		expect(asked).toEqual([`account:${await sha256Hex(anna.email)}`]);
	});

	it('makes an old hash anew at today’s cost', async () => {
		const { hashPassword } = await import('../password-hashing/index.ts');
		const { actor } = await auth.signUp(VISITOR, anna, client);
		const old = await hashPassword(anna.password, { N: 1024, r: 8, p: 1 });
		await database.update(users).set({ passwordHash: old }).where(eq(users.id, actor.userId));
		await auth.signIn(VISITOR, anna, client);
		const [row] = await database.select().from(users).where(eq(users.id, actor.userId));
		expect(row?.passwordHash).toMatch(/^scrypt\$16384\$8\$5\$/);
		expect((await enteredBy(auth.signIn(VISITOR, anna, client))).actor.userId).toBe(actor.userId);
	});

	it('writes who tried, and never the address, to the audit trail', async () => {
		const { actor } = await auth.signUp(VISITOR, anna, client);
		await codeOf(auth.signIn(VISITOR, { ...anna, password: 'not the password' }, client));
		await settle();
		const events = await database.select().from(auditEvents);
		expect(events.map(({ action, outcome }) => `${action} ${outcome}`).sort()).toEqual([
			'account.created allowed',
			'session.created refused'
		]);
		expect(events.every(({ personId }) => personId === actor.userId)).toBe(true);
		expect(JSON.stringify(events)).not.toContain('example.com');
	});
});
