import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { archiveKey } from '#lib/server/chat/archive/archive.ts';
import { schema } from '#lib/server/platform/index.ts';
import { newId } from '#lib/shared/ids.ts';
import { doDailyUpkeep } from './daily-upkeep.ts';
import { ask, openSchool, person, project, stubOf } from './fixtures/school.ts';

const services = openSchool();
const { database } = services;
const { conversations, sessions, users } = schema;
const DAY_MS = 24 * 60 * 60_000;
const LONG_AGO = Date.now() - 500 * DAY_MS;

const upkeep = () => doDailyUpkeep(env, { waitUntil: () => undefined });

async function guest(createdAt: number): Promise<string> {
	const id = newId();
	await database.insert(users).values({ id, role: 'guest', createdAt, updatedAt: createdAt });
	return id;
}
const isThere = async (id: string) =>
	(await database.select().from(users).where(eq(users.id, id))).length === 1;

it('sees to it that a conversation from before there was an archive gets there', async () => {
	const actor = await person();
	const id = newId();
	await ask(services, actor, id, 'Hello');
	await project(id);
	await runInDurableObject(stubOf(id), async (_object, { storage }) => {
		storage.sql.exec(`UPDATE conversation SET status = 'ended', updated_at = ?`, LONG_AGO);
		storage.sql.exec(`DELETE FROM due`);
		storage.sql.exec(`DELETE FROM outbox`);
		await storage.deleteAlarm();
	});
	await database.update(conversations).set({ updatedAt: LONG_AGO }).where(eq(conversations.id, id));
	await evictDurableObject(stubOf(id));
	await upkeep();
	await upkeep();
	// The object's own alarm does the rest.
	await expect
		.poll(
			async () => (await database.select().from(conversations).where(eq(conversations.id, id)))[0]?.status
		)
		.toBe('archived');
	expect(await env.FILES.head(archiveKey(actor.userId!, id))).not.toBeNull();
});

it('expires guests who cannot come back, with what lies in the archive for long, and nobody else', async () => {
	const now = Date.now();
	const gone = await guest(LONG_AGO);
	const archived = await guest(LONG_AGO);
	const talking = await guest(LONG_AGO);
	const signedIn = await guest(LONG_AGO);
	const fresh = await guest(now);
	const account = newId();
	await database
		.insert(users)
		.values({ id: account, role: 'user', createdAt: LONG_AGO, updatedAt: LONG_AGO });
	await database.insert(sessions).values({
		...{
			id: newId(),
			userId: signedIn,
			expiresAt: now + DAY_MS,
			absoluteExpiresAt: now + DAY_MS,
			createdAt: now
		}
	});
	const common = { title: 'T', language: 'en', channel: 'text', messageCount: 2, projectedSeq: 1 } as const;
	const row = { ...common, metadata: { voiceEnabled: false }, createdAt: LONG_AGO };
	await database.insert(conversations).values([
		{ ...row, id: newId(), personId: archived, status: 'archived', updatedAt: LONG_AGO },
		{ ...row, id: newId(), personId: talking, status: 'ended', updatedAt: now - DAY_MS }
	]);
	await env.FILES.put(archiveKey(archived, newId()), 'x');
	await upkeep();
	await upkeep();
	expect(await Promise.all([gone, archived, talking, signedIn, fresh, account].map(isThere))).toEqual([
		...[false, false, true, true, true, true]
	]);
	expect((await env.FILES.list({ prefix: `${archived}/` })).objects).toEqual([]);
});
