import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scopesFor, can, SYSTEM, VISITOR, type Actor, type Role } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { createAudit, createManualClock, schema } from '../../platform/index.ts';
import { client, codeOf, openStage } from '../fixtures/test-auth.ts';
import { createApiKeys, MAX_OPEN_KEYS, type ApiKeys } from './api-keys.ts';
import { KeyListQuery, type NewKey } from './forms.ts';
import { makeKey } from './key-format.ts';

const { apiKeys: rows, auditEvents, users } = schema;
const { database, makeStage, settle, emptyTables } = openStage(env.DB);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FIRST_PAGE = KeyListQuery.parse({});
const form: NewKey = {
	name: 'Timetable',
	scopes: ['knowledge:read', 'conversations:read'],
	expiresInDays: 30
};

let clock: ReturnType<typeof createManualClock>;
let apiKeys: ApiKeys;
let background: Promise<unknown>[];
let enter: (role: Exclude<Role, 'guest'>) => Promise<Actor & { userId: string }>;

beforeEach(async () => {
	clock = createManualClock(Date.now());
	background = [];
	const runInBackground = (_label: string, work: Promise<unknown>) => void background.push(work);
	const { sessions, stepUp } = await makeStage({ clock });
	apiKeys = createApiKeys({
		database,
		clock,
		audit: createAudit({ database, clock, runInBackground }),
		runInBackground,
		stepUp
	});
	enter = async (role) => {
		const id = newId();
		await database
			.insert(users)
			.values({ id, role, displayName: `A ${role}`, createdAt: clock.now(), updatedAt: clock.now() });
		return (await sessions.open(VISITOR, { userId: id, role }, client)).actor;
	};
});

afterEach(async () => {
	await Promise.all(background);
	await settle();
	await emptyTables();
});

const rowOf = async (id: string) => (await database.select().from(rows).where(eq(rows.id, id)))[0];
const refusalOf = (work: Promise<unknown>) =>
	work.then(
		() => 'nothing thrown',
		(thrown: unknown) =>
			thrown instanceof AppError ? { code: thrown.code, message: thrown.message } : thrown
	);

describe('a key', () => {
	it('acts as its person, with what both the person may and its scopes name', async () => {
		const admin = await enter('admin');
		const { key, apiKey } = await apiKeys.create(admin, form);
		const actor = await apiKeys.identify(key);
		expect(actor).toEqual({
			userId: admin.userId,
			role: 'admin',
			displayName: 'A admin',
			via: 'api-key',
			keyId: apiKey.id,
			scopes: ['conversations:read', 'knowledge:read']
		});
		expect(can(actor, 'read:conversation')).toBe(true);
		expect(can(actor, 'write:knowledge')).toBe(false);

		await database.update(users).set({ role: 'user' }).where(eq(users.id, admin.userId));
		expect(can(await apiKeys.identify(key), 'read:conversation')).toBe(false);
	});

	it('is given once: neither the table, nor the list, nor the trail holds it', async () => {
		const admin = await enter('admin');
		const { key, apiKey } = await apiKeys.create(admin, form);
		await Promise.all(background);
		const kept = JSON.stringify([
			await database.select().from(rows),
			await database.select().from(auditEvents),
			await apiKeys.list(admin, FIRST_PAGE)
		]);
		expect(kept).not.toContain(key);
		expect(kept).not.toContain(key.slice(12));
		expect(kept).toContain(apiKey.prefix);
		expect(key.startsWith(apiKey.prefix)).toBe(true);
	});

	it('that is unknown, expired, revoked, or whose person is disabled is refused in the same words', async () => {
		const [user, other] = [await enter('user'), await enter('user')];
		const unknown = (await makeKey()).key;
		const expired = (await apiKeys.create(user, { ...form, expiresInDays: 1 })).key;
		const revoked = await apiKeys.create(user, form);
		const orphan = (await apiKeys.create(other, form)).key;
		await apiKeys.identify(expired);
		await apiKeys.identify(revoked.key);
		await apiKeys.identify(orphan);

		clock.advance(DAY);
		await apiKeys.revoke(user, revoked.apiKey.id);
		await database.update(users).set({ disabledAt: clock.now() }).where(eq(users.id, other.userId));
		const refusals = await Promise.all(
			[unknown, expired, revoked.key, orphan, 'sgk_', `${revoked.key}x`, 'sgk_' + 'x'.repeat(1_000_000)].map(
				(key) => refusalOf(apiKeys.identify(key))
			)
		);
		expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
		expect(refusals[0]).toMatchObject({ code: 'unauthenticated' });
	});

	it('goes with its person', async () => {
		const user = await enter('user');
		const { key } = await apiKeys.create(user, form);
		await database.delete(users).where(eq(users.id, user.userId));
		expect(await codeOf(apiKeys.identify(key))).toBe('unauthenticated');
		expect(await database.select().from(rows)).toEqual([]);
	});

	it('is noted as used, at most every five minutes', async () => {
		const { key, apiKey } = await apiKeys.create(await enter('user'), form);
		const usedAt = async () => {
			await apiKeys.identify(key);
			await Promise.all(background);
			return (await rowOf(apiKey.id))?.lastUsedAt;
		};
		const first = clock.now();
		expect(await usedAt()).toBe(first);
		clock.advance(5 * MINUTE - 1);
		expect(await usedAt()).toBe(first);
		clock.advance(1);
		expect(await usedAt()).toBe(first + 5 * MINUTE);
	});

	it('carries nothing by a scope that this release does not know', async () => {
		const { key } = await apiKeys.create(await enter('user'), form);
		await database.update(rows).set({ scopes: ['everything', 'knowledge:read'] });
		expect((await apiKeys.identify(key)).scopes).toEqual(['knowledge:read']);
	});
});

describe('making a key', () => {
	it('is not for keys, tokens, visitors and guests, nor for a session that has not confirmed itself', async () => {
		const user = await enter('user');
		const { key } = await apiKeys.create(user, { ...form, scopes: ['people:read', 'people:write'] });
		const byKey = await apiKeys.identify(key);
		expect(await codeOf(apiKeys.create(byKey, form))).toBe('forbidden');
		expect(await codeOf(apiKeys.choices(byKey))).toBe('forbidden');
		const token: Actor = { userId: user.userId, role: 'user', via: 'token' };
		expect(await codeOf(apiKeys.create(token, form))).toBe('forbidden');
		expect(await codeOf(apiKeys.create(SYSTEM, form))).toBe('forbidden');
		expect(await codeOf(apiKeys.create(VISITOR, form))).toBe('unauthenticated');
		expect(await codeOf(apiKeys.create({ userId: newId(), role: 'guest', via: 'session' }, form))).toBe(
			'unauthenticated'
		);
		clock.advance(11 * MINUTE);
		expect(await codeOf(apiKeys.create(user, form))).toBe('forbidden');
		expect(await database.$count(rows)).toBe(1);
	});

	it('offers and takes the scopes of the person’s role', async () => {
		const user = await enter('user');
		const choices = await apiKeys.choices(user);
		expect(choices).toEqual({
			scopes: scopesFor('user'),
			maxLifetimeDays: 365,
			mayBeUnlimited: false
		});
		expect(await codeOf(apiKeys.create(user, { ...form, scopes: ['knowledge:write'] }))).toBe('invalid');
		const { apiKey } = await apiKeys.create(user, { ...form, scopes: choices.scopes });
		expect(apiKey.scopes).toEqual(choices.scopes);
	});

	it('without an end is for administrators', async () => {
		const forEver = { ...form, expiresInDays: null };
		expect(await codeOf(apiKeys.create(await enter('teacher'), forEver))).toBe('invalid');
		const admin = await enter('admin');
		const { key, apiKey } = await apiKeys.create(admin, forEver);
		expect(apiKey.expiresAt).toBeNull();
		clock.advance(1000 * DAY);
		expect((await apiKeys.identify(key)).userId).toBe(admin.userId);
	});

	it('ends at twenty that open, also for many at the same moment; a revoked one makes room', async () => {
		const user = await enter('user');
		const made = await Promise.allSettled(
			Array.from({ length: MAX_OPEN_KEYS + 5 }, () => apiKeys.create(user, form))
		);
		const ids = made.flatMap((one) => (one.status === 'fulfilled' ? one.value.apiKey.id : []));
		expect(ids).toHaveLength(MAX_OPEN_KEYS);
		expect(await codeOf(apiKeys.create(user, form))).toBe('conflict');
		await apiKeys.revoke(user, ids[0] ?? '');
		expect(await codeOf(apiKeys.create(user, form))).toBe('nothing thrown');
		expect(await codeOf(apiKeys.create(await enter('user'), form))).toBe('nothing thrown');
	});
});

describe('the list of keys', () => {
	it('holds one’s own, the newest first, page by page, with what became of each', async () => {
		const user = await enter('user');
		await apiKeys.create(await enter('user'), form);
		const names: string[] = [];
		for (let i = 0; i < 5; i++) {
			// Two of them at the same millisecond.
			if (i !== 2) clock.advance(1);
			names.push(
				(await apiKeys.create(user, { ...form, name: `Key ${i}`, expiresInDays: 5 - i })).apiKey.name
			);
		}
		const seen: string[] = [];
		let cursor: string | undefined;
		do {
			const page = await apiKeys.list(user, { cursor, limit: 2 });
			seen.push(...page.keys.map(({ name }) => name));
			cursor = page.nextCursor ?? undefined;
		} while (cursor !== undefined);
		expect([...seen].sort()).toEqual(names);
		expect(seen.slice(0, 2)).toEqual(['Key 4', 'Key 3']);

		const { keys } = await apiKeys.list(user, FIRST_PAGE);
		await apiKeys.revoke(user, keys.find(({ name }) => name === 'Key 0')?.id ?? '');
		clock.advance(2 * DAY);
		const states = (await apiKeys.list(user, FIRST_PAGE)).keys.map(({ name, state }) => [name, state]);
		expect(Object.fromEntries(states)).toEqual({
			'Key 0': 'revoked',
			'Key 1': 'open',
			'Key 2': 'open',
			'Key 3': 'expired',
			'Key 4': 'expired'
		});
	});

	it('of everybody is for those who may read people', async () => {
		const [user, admin] = [await enter('user'), await enter('admin')];
		await apiKeys.create(user, form);
		await apiKeys.create(admin, form);
		expect(await codeOf(apiKeys.listAll(user, FIRST_PAGE))).toBe('forbidden');
		const all = await apiKeys.listAll(admin, FIRST_PAGE);
		expect(all.keys.map(({ owner }) => owner.id).sort()).toEqual([user.userId, admin.userId].sort());
		const { keys } = await apiKeys.listAll(admin, { ...FIRST_PAGE, personId: user.userId });
		expect(keys.map(({ owner }) => owner.displayName)).toEqual(['A user']);
	});

	it.each(['1', 'x_y', `1_${newId()}' or 1=1`, '1'.repeat(60)])('refuses the cursor %j', async (cursor) => {
		expect(await codeOf(apiKeys.list(await enter('user'), { cursor, limit: 10 }))).toBe('invalid');
	});

	it('is for a key only with the scope to read people', async () => {
		const user = await enter('user');
		const without = await apiKeys.create(user, form);
		const withIt = await apiKeys.create(user, { ...form, scopes: ['people:read'] });
		expect(await codeOf(apiKeys.list(await apiKeys.identify(without.key), FIRST_PAGE))).toBe('forbidden');
		expect(await codeOf(apiKeys.list(await apiKeys.identify(withIt.key), FIRST_PAGE))).toBe('nothing thrown');
		expect(await codeOf(apiKeys.list(VISITOR, FIRST_PAGE))).toBe('unauthenticated');
	});
});

describe('revoking a key', () => {
	it('is its person’s and an administrator’s; to others it is not there', async () => {
		const [user, stranger, admin] = [await enter('user'), await enter('agent'), await enter('admin')];
		const [mine, also] = [await apiKeys.create(user, form), await apiKeys.create(user, form)];
		expect(await codeOf(apiKeys.revoke(stranger, mine.apiKey.id))).toBe('not-found');
		expect(await codeOf(apiKeys.revoke(VISITOR, mine.apiKey.id))).toBe('not-found');
		expect(await codeOf(apiKeys.revoke(user, newId()))).toBe('not-found');
		await apiKeys.identify(mine.key);
		await apiKeys.revoke(user, mine.apiKey.id);
		await apiKeys.revoke(admin, also.apiKey.id);
		for (const { key } of [mine, also]) expect(await codeOf(apiKeys.identify(key))).toBe('unauthenticated');
	});

	it('a second time changes nothing', async () => {
		const user = await enter('user');
		const { apiKey } = await apiKeys.create(user, form);
		await apiKeys.revoke(user, apiKey.id);
		const { revokedAt } = (await rowOf(apiKey.id)) ?? {};
		clock.advance(MINUTE);
		await apiKeys.revoke(user, apiKey.id);
		expect((await rowOf(apiKey.id))?.revokedAt).toBe(revokedAt);
		await Promise.all(background);
		const actions = (await database.select().from(auditEvents)).map(({ action }) => action);
		expect(actions.filter((action) => action === 'api-key.revoked')).toHaveLength(1);
	});
});
