import {
	abortAllDurableObjects,
	evictDurableObject,
	runDurableObjectAlarm,
	runInDurableObject
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { archiveKey } from '#lib/server/chat/archive/archive.ts';
import { schema } from '#lib/server/platform/index.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { newTimedId } from '#lib/shared/timed-id.ts';
import { addArticle, ask, openSchool, openSocket, person, project, stubOf } from './fixtures/school.ts';

const services = openSchool();
const { chat, database } = services;
const { conversations } = schema;
const DAY_MS = 24 * 60 * 60_000;

beforeAll(() => addArticle(services));

/** What months without use leave: the times in the object lie far back, and its archiving is due. */
async function makeOld(id: string): Promise<void> {
	await project(id);
	await runInDurableObject(stubOf(id), (_object, { storage }) => {
		const long = Date.now() - 400 * DAY_MS;
		storage.sql.exec(`UPDATE conversation SET status = 'ended', updated_at = ?, restored_at = NULL`, long);
		storage.sql.exec(`DELETE FROM due`);
		storage.sql.exec(`INSERT INTO due (kind, at, tries) VALUES ('archive', 0, 0)`);
		return storage.setAlarm(Date.now() + DAY_MS);
	});
	// What the object keeps in memory is of before.
	await evictDurableObject(stubOf(id));
}

const archive = async (id: string) => {
	await makeOld(id);
	await runDurableObjectAlarm(stubOf(id));
};
const tablesOf = (id: string) =>
	runInDurableObject(stubOf(id), (_object, { storage }) =>
		storage.sql
			.exec(`SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'`)
			.toArray()
			.map(({ name }) => name)
	);
const statusOf = async (id: string) =>
	(await database.select().from(conversations).where(eq(conversations.id, id)))[0]?.status;

async function talked(actor: Actor, id = newId()): Promise<string> {
	await ask(services, actor, id, 'How long is a piano lesson?');
	return id;
}

describe('a conversation nobody has used for long', () => {
	it('lies in R2 under its person, its object is empty, and the list and the search still know it', async () => {
		const actor = await person();
		const id = await talked(actor);
		await archive(id);
		expect(await tablesOf(id)).toEqual([]);
		expect(await runInDurableObject(stubOf(id), (_object, { storage }) => storage.getAlarm())).toBeNull();
		const object = await env.FILES.head(archiveKey(actor.userId!, id));
		expect(object?.size).toBeGreaterThan(100);
		expect((await chat.list(actor, { limit: 5 })).conversations).toMatchObject([{ id, status: 'archived' }]);
		const { hits } = await chat.search(actor, { q: 'piano', limit: 5 });
		expect(hits.some((hit) => hit.conversationId === id && hit.isArchived)).toBe(true);
		expect(await tablesOf(id)).toEqual([]);
	});

	it('comes back by every way it can be opened, with every message', async () => {
		const actor = await person();
		const ways: Record<string, (id: string) => Promise<unknown>> = {
			view: (id) => chat.view(actor, id),
			messages: (id) => chat.messages(actor, id, { limit: 10 }),
			send: (id) => ask(services, actor, id, 'And what does it cost?'),
			resume: (id) => chat.resume(actor, id, 1),
			live: (id) => openSocket(services, actor, id),
			change: (id) => chat.change(actor, id, { pinned: true }),
			share: (id) => chat.share(actor, id, { expiresInDays: 1 }),
			stop: (id) => chat.stop(actor, id),
			remove: async (id) => {
				await chat.remove(actor, id);
				await chat.change(actor, id, { deleted: false });
			}
		};
		for (const [name, open] of Object.entries(ways)) {
			const id = await talked(actor);
			const { messages } = await chat.messages(actor, id, { limit: 10 });
			await archive(id);
			expect(await tablesOf(id), name).toEqual([]);
			await open(id);
			const after = (await chat.messages(actor, id, { limit: 10 })).messages;
			expect(after.slice(0, 2), name).toEqual(messages);
			expect(['idle', 'active'], name).toContain((await chat.view(actor, id)).status);
			await project(id);
			expect(await statusOf(id), name).not.toBe('archived');
		}
	}, 60_000);

	it('is still shown by its links, without being brought back', async () => {
		const actor = await person();
		const id = await talked(actor);
		const { token } = await chat.share(actor, id, { expiresInDays: 30 });
		await archive(id);
		const shown = await chat.shared(
			{ role: 'guest', via: 'anonymous' },
			token,
			{ limit: 10 },
			'203.0.113.0/24'
		);
		expect(shown.messages).toHaveLength(2);
		expect(await tablesOf(id)).toEqual([]);
	});

	it('is nobody else’s, and not brought back for them', async () => {
		const id = await talked(await person());
		await archive(id);
		const thief = await person();
		await expect(chat.view(thief, id)).rejects.toMatchObject({ code: 'not-found' });
		await expect(ask(services, thief, id, 'Mine now')).rejects.toMatchObject({ code: 'not-found' });
		expect(await tablesOf(id)).toEqual([]);
		expect(await statusOf(id)).toBe('archived');
	});

	it('is erased everywhere: the object, the rows, the archive', async () => {
		const actor = await person();
		const id = await talked(actor);
		await archive(id);
		await chat.remove(actor, id);
		await runInDurableObject(stubOf(id), (_object, { storage }) => {
			storage.sql.exec(`UPDATE due SET at = 0 WHERE kind = 'erase'`);
		});
		await evictDurableObject(stubOf(id));
		await runDurableObjectAlarm(stubOf(id));
		expect(await env.FILES.head(archiveKey(actor.userId!, id))).toBeNull();
		expect(await statusOf(id)).toBeUndefined();
		expect(await tablesOf(id)).toEqual([]);
	});

	it('is said to be unavailable when its archive is spoilt, and is there again when the archive is', async () => {
		const actor = await person();
		const id = await talked(actor);
		await archive(id);
		const key = archiveKey(actor.userId!, id);
		const object = (await env.FILES.get(key))!;
		const { customMetadata } = object;
		const bytes = await object.arrayBuffer();
		await env.FILES.put(key, bytes.slice(0, 200), { customMetadata: customMetadata ?? {} });
		await expect(chat.view(actor, id)).rejects.toMatchObject({ code: 'unavailable' });
		await expect(ask(services, actor, id, 'Hello?')).rejects.toMatchObject({ code: 'unavailable' });
		await env.FILES.put(key, bytes, { customMetadata: customMetadata ?? {} });
		expect((await chat.messages(actor, id, { limit: 10 })).messages).toHaveLength(2);
	});

	it('is whole after its process was aborted at any time on the way there or back', async () => {
		const actor = await person();
		for (let round = 0; round < 8; round++) {
			const id = await talked(actor);
			const { messages } = await chat.messages(actor, id, { limit: 10 });
			await makeOld(id);
			const leaving = runDurableObjectAlarm(stubOf(id)).catch(() => undefined);
			for (let wait = 0; wait < round; wait++) await database.select().from(conversations).limit(1);
			await abortAllDurableObjects();
			await leaving;
			const opening = chat.messages(actor, id, { limit: 10 }).catch(() => undefined);
			for (let wait = 0; wait < round % 4; wait++) await database.select().from(conversations).limit(1);
			await abortAllDurableObjects();
			await opening;
			expect((await chat.messages(actor, id, { limit: 10 })).messages).toEqual(messages);
		}
	}, 60_000);

	it('with a log of several megabytes goes and comes back', async () => {
		const actor = await person();
		const id = await talked(actor);
		await runInDurableObject(stubOf(id), (_object, { storage }) => {
			const seq = Number(storage.sql.exec(`SELECT MAX(seq) AS seq FROM events`).one()['seq']);
			for (let n = 1; n <= 8_000; n++) {
				const data = { messageId: newId(), rating: null, words: `${newId()} `.repeat(30) };
				const body = JSON.stringify({ type: 'data-rating', transient: true, data });
				storage.sql.exec(
					`INSERT INTO events (seq, turn_id, message_id, version, body, at) VALUES (?, NULL, NULL, 1, ?, 0)`,
					seq + n,
					body
				);
			}
		});
		const bytes = () => runInDurableObject(stubOf(id), (_object, { storage }) => storage.sql.databaseSize);
		expect(await bytes()).toBeGreaterThan(8_000_000);
		const { messages } = await chat.messages(actor, id, { limit: 10 });
		await archive(id);
		expect(await tablesOf(id)).toEqual([]);
		expect((await chat.messages(actor, id, { limit: 10 })).messages).toEqual(messages);
		expect(await bytes()).toBeGreaterThan(8_000_000);
	}, 60_000);
});

describe('a new conversation', () => {
	it('asks no store whether it was archived', async () => {
		const actor = await person();
		await env.DB.exec(`ALTER TABLE conversations RENAME TO conversations_away`);
		try {
			const heard = await ask(services, actor, newTimedId(), 'Hello');
			expect(heard.isDone).toBe(true);
			await expect(ask(services, actor, newId(), 'Hello')).rejects.toMatchObject({ code: 'unavailable' });
		} finally {
			await env.DB.exec(`ALTER TABLE conversations_away RENAME TO conversations`);
		}
	});
});
