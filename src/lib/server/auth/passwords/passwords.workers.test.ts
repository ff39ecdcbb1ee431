import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { SYSTEM, VISITOR } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import { createDatabase, schema } from '../../platform/index.ts';
import { client, NEW_PASSWORD, openLifeStage, PASSWORD } from '../fixtures/test-account-life.ts';
import { codeOf } from '../fixtures/test-auth.ts';
import { verifyPassword } from '../../password-hashing/index.ts';
import { RESETS_PER_HOUR, RESET_MS } from './passwords.ts';

const ANNA = 'anna@example.com';
const { accountTokens, apiKeys, sessions: sessionRows, users } = schema;
const database = createDatabase(env.DB);
const stage = openLifeStage(env.DB);
const { passwords, sessions, clock, box } = stage;
afterEach(() => stage.emptyTables());

const opensWith = async (password: string, email = ANNA) => {
	const [row] = await database.select().from(users).where(eq(users.email, email));
	return verifyPassword(password, row?.passwordHash);
};
const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
const askFor = async (email: string) => {
	await passwords.requestReset(email);
	await stage.settle();
};

describe('changing a password', () => {
	it('ends every other session, replaces this one, and a letter says so', async () => {
		const here = await stage.makePerson(ANNA);
		const there = await sessions.open(VISITOR, here.actor, client);
		const after = await passwords.change(here.actor, change, client);
		await stage.settle();
		expect(await sessions.find(here.session.secret)).toBeUndefined();
		expect(await sessions.find(there.session.secret)).toBeUndefined();
		expect((await sessions.find(after.session.secret))?.actor.userId).toBe(here.actor.userId);
		expect(await opensWith(NEW_PASSWORD)).toBe(true);
		expect(box.map(({ kind, to }) => `${kind} ${to}`)).toEqual([`password-changed ${ANNA}`]);
	});

	it.each([
		['the present one is wrong', { ...change, currentPassword: 'not the password' }],
		['the new one is the present one', { ...change, newPassword: PASSWORD }],
		['the new one is one of the first guesses', { ...change, newPassword: 'Password2024!' }],
		['the new one is the school’s name', { ...change, newPassword: 'riverside-1987' }]
	])('is refused, at its field, when %s; nothing ends', async (_, form) => {
		const { actor, session } = await stage.makePerson(ANNA);
		const thrown: unknown = await passwords.change(actor, form, client).catch((error: unknown) => error);
		const field = form.currentPassword === PASSWORD ? 'newPassword' : 'currentPassword';
		expect(thrown).toMatchObject({ code: 'invalid', details: { problems: [{ field }] } });
		expect(await sessions.find(session.secret)).toBeDefined();
		expect(await opensWith(PASSWORD)).toBe(true);
	});

	it('asks a session that has not confirmed itself lately to do so, before looking at any password', async () => {
		const { actor } = await stage.makePerson(ANNA);
		clock.advance(11 * 60_000);
		await expect(passwords.change(actor, change, client)).rejects.toMatchObject({
			code: 'forbidden',
			details: { reason: 'step-up' }
		});
		expect(stage.asked).toEqual([]);
	});

	it('is not for keys, guests and visitors', async () => {
		const guest = { userId: 'g', role: 'guest', via: 'session', sessionId: 's' } as const;
		for (const actor of [SYSTEM, VISITOR, guest])
			expect(await codeOf(passwords.change(actor, change, client))).toMatch(/forbidden|unauthenticated/);
	});

	it('counts tries by account', async () => {
		const { actor } = await stage.makePerson(ANNA);
		await codeOf(passwords.change(actor, { ...change, currentPassword: 'no' }, client));
		expect(stage.asked.map(({ shard }) => shard)).toEqual([`account:${await sha256Hex(ANNA)}`]);
	});
});

describe('a forgotten password', () => {
	it('is chosen anew by the link in the letter; every session ends, and none begins', async () => {
		const { session } = await stage.makePerson(ANNA);
		await askFor(ANNA);
		const token = stage.tokenFor(ANNA);
		await passwords.requireReset(token);
		await passwords.reset(token, NEW_PASSWORD);
		await stage.settle();
		expect(await opensWith(NEW_PASSWORD)).toBe(true);
		expect(await sessions.find(session.secret)).toBeUndefined();
		expect(await database.select().from(sessionRows)).toEqual([]);
		expect(box.map(({ kind }) => kind)).toEqual(['password-reset', 'password-changed']);
	});

	it('keeps the second factor, and proves the address', async () => {
		await stage.makePerson(ANNA);
		await database.update(users).set({ totpSecret: 'sealed', totpConfirmedAt: 1 });
		await askFor(ANNA);
		await passwords.reset(stage.tokenFor(ANNA), NEW_PASSWORD);
		const [row] = await database.select().from(users);
		expect(row).toMatchObject({ totpSecret: 'sealed', totpConfirmedAt: 1, emailVerifiedAt: clock.now() });
	});

	it('takes their keys from whoever held an account whose address was never theirs', async () => {
		const key = (userId: string) => ({ id: userId, userId, name: 'a key', keyHash: userId, createdAt: 1 });
		const { actor } = await stage.makePerson(ANNA);
		const bob = await stage.makePerson('bob@example.com');
		await database.insert(apiKeys).values([key(actor.userId), key(bob.actor.userId)]);
		await database.update(users).set({ emailVerifiedAt: 1 }).where(eq(users.id, bob.actor.userId));
		for (const email of [ANNA, 'bob@example.com']) {
			await askFor(email);
			await passwords.reset(stage.tokenFor(email), NEW_PASSWORD);
		}
		const rows = await database.select().from(apiKeys);
		expect(rows.map(({ userId, revokedAt }) => [userId, revokedAt !== null])).toEqual([
			[actor.userId, true],
			[bob.actor.userId, false]
		]);
	});

	it('keeps only the hash of the link', async () => {
		await stage.makePerson(ANNA);
		await askFor(ANNA);
		const token = stage.tokenFor(ANNA);
		const rows = await database.select().from(accountTokens);
		expect(rows.map(({ id }) => id)).toEqual([await sha256Hex(token)]);
		expect(JSON.stringify(rows)).not.toContain(token);
	});

	it('writes to nobody when nobody has the address, and says the same', async () => {
		await stage.makePerson(ANNA);
		await passwords.requestReset(ANNA);
		await passwords.requestReset('nobody@example.com');
		await stage.settle();
		expect(box.map(({ to }) => to)).toEqual([ANNA]);
	});

	it('answers before anything that depends on the account has begun', async () => {
		const down = { prepare: () => expect.unreachable('the database was asked') } as unknown as D1Database;
		const later: Promise<unknown>[] = [];
		const patient = openLifeStage(env.DB, {
			database: createDatabase(down),
			runInBackground: (_label, work) => void later.push(work)
		});
		await patient.passwords.requestReset(ANNA);
		expect(patient.asked.map(({ buckets }) => buckets[0]?.name)).toEqual(['letters']);
		expect(await Promise.allSettled(later)).toMatchObject([{ status: 'rejected' }]);
	});

	it('stops at five letters an hour for one account', async () => {
		await stage.makePerson(ANNA);
		for (let count = 0; count < RESETS_PER_HOUR + 5; count++) await askFor(ANNA);
		expect(box).toHaveLength(RESETS_PER_HOUR);
		// The newest one still works.
		expect(await codeOf(passwords.requireReset(stage.tokenFor(ANNA)))).toBe('nothing thrown');
		clock.advance(61 * 60_000);
		await askFor(ANNA);
		expect(box).toHaveLength(RESETS_PER_HOUR + 1);
	});

	it('is refused to a crowd that asks, whether the address is known or not', async () => {
		const limited = openLifeStage(env.DB, {
			rateLimiter: {
				take: () => Promise.resolve(undefined),
				require: () => Promise.reject(new AppError('rate-limited', 'wait'))
			}
		});
		await stage.makePerson(ANNA);
		for (const email of [ANNA, 'nobody@example.com'])
			expect(await codeOf(limited.passwords.requestReset(email))).toBe('rate-limited');
		await limited.settle();
		expect(limited.box).toEqual([]);
	});
});

describe('a link for a new password opens nothing', () => {
	const dead = async (token: string) => {
		expect(await codeOf(passwords.requireReset(token))).toBe('not-found');
		expect(await codeOf(passwords.reset(token, NEW_PASSWORD))).toBe('not-found');
		expect(await opensWith(PASSWORD)).toBe(true);
	};

	it.each([[''], ['a'.repeat(43)], ['a'.repeat(10_000_000)], ["' or 1=1 --"], ['\0'.repeat(43)]])(
		'when it is forged (%#)',
		async (token) => {
			await stage.makePerson(ANNA);
			await askFor(ANNA);
			await dead(token);
		}
	);

	it('after half an hour', async () => {
		await stage.makePerson(ANNA);
		await askFor(ANNA);
		clock.advance(RESET_MS);
		await dead(stage.tokenFor(ANNA));
	});

	it('when a newer one was sent', async () => {
		await stage.makePerson(ANNA);
		await askFor(ANNA);
		const older = stage.tokenFor(ANNA);
		await askFor(ANNA);
		await dead(older);
	});

	it('when the address has changed since', async () => {
		const { actor } = await stage.makePerson(ANNA);
		await askFor(ANNA);
		const email = 'anna.new@example.com';
		await database.update(users).set({ email }).where(eq(users.id, actor.userId));
		expect(await codeOf(passwords.reset(stage.tokenFor(ANNA), NEW_PASSWORD))).toBe('not-found');
		expect(await opensWith(PASSWORD, email)).toBe(true);
	});

	it('when the account is disabled', async () => {
		await stage.makePerson(ANNA);
		await askFor(ANNA);
		await database.update(users).set({ disabledAt: 1 });
		await dead(stage.tokenFor(ANNA));
		await askFor(ANNA);
		expect(box).toHaveLength(1);
	});

	it('when it was for something else', async () => {
		const { actor } = await stage.makePerson(ANNA);
		await stage.addresses.sendVerification(actor);
		await dead(stage.tokenFor(ANNA));
	});

	it('a second time, also at the same moment; a weak password does not use it up', async () => {
		await stage.makePerson(ANNA);
		await askFor(ANNA);
		const token = stage.tokenFor(ANNA);
		expect(await codeOf(passwords.reset(token, 'password1234'))).toBe('invalid');
		const codes = await Promise.all(
			[1, 2, 3].map((number) => codeOf(passwords.reset(token, `${NEW_PASSWORD} ${number}`)))
		);
		expect(codes.toSorted()).toEqual(['not-found', 'not-found', 'nothing thrown']);
		expect(await opensWith(`${NEW_PASSWORD} ${codes.indexOf('nothing thrown') + 1}`)).toBe(true);
	});
});
