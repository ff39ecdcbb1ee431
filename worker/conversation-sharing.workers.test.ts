import { runInDurableObject } from 'cloudflare:test';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { schema } from '#lib/server/platform/index.ts';
import { SYSTEM, VISITOR, type Actor } from '#lib/shared/actor.ts';
import { citationsOf, messageText } from '#lib/shared/conversation/message.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import { addArticle, ask, openSchool, person, project, stubOf } from './fixtures/school.ts';

const services = openSchool();
const { chat, database } = services;
const { conversationShares } = schema;
const NETWORK = '203.0.113.0/24';
const GONE = { code: 'not-found', message: 'This conversation was not found or is no longer shared.' };

beforeAll(async () => {
	await addArticle(services);
	await services.knowledge.addDocument(SYSTEM, {
		name: 'staff.md',
		mediaType: 'text/markdown',
		source: '# Pay\n\nTeachers are paid on the last Friday of each month.\n',
		audience: 'staff'
	});
});

async function sharedConversation(actor: Actor, ...questions: string[]) {
	const id = newId();
	for (const question of questions) await ask(services, actor, id, question);
	const link = await chat.share(actor, id, { expiresInDays: 30 });
	return { id, link };
}

const read = (token: string, actor: Actor = VISITOR, page: { cursor?: string; limit?: number } = {}) =>
	chat.shared(actor, token, { limit: 100, ...page }, NETWORK);

describe('a link to a conversation', () => {
	it('shows the branch as it stood, with its sources, and nothing of its owner', async () => {
		const owner = { ...(await person()), displayName: 'Clara Secret' };
		const { id, link } = await sharedConversation(owner, 'How long is a piano lesson?');
		await chat.rate(owner, id, (await chat.view(owner, id)).headId!, { value: 'down', reason: 'private' });
		await ask(services, owner, id, 'What comes later stays private');
		const shown = await read(link.token);
		expect(shown.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
		expect(shown.messageCount).toBe(2);
		const [, answer] = shown.messages;
		expect(answer?.citations.length).toBeGreaterThan(0);
		for (const { textStart, textEnd, quote } of answer?.citations ?? []) {
			expect(answer?.text.slice(textStart, textEnd)).not.toBe('');
			expect(quote).not.toBe('');
		}
		const text = JSON.stringify(shown);
		for (const secret of [owner.userId!, id, 'Clara', 'private', 'sentiment', 'turnId', 'toolCallId'])
			expect(text, secret).not.toContain(secret);
	});

	it('keeps only a hash of its secret', async () => {
		const { link } = await sharedConversation(await person(), 'Hello');
		const [row] = await database.select().from(conversationShares).where(eq(conversationShares.id, link.id));
		expect(row?.tokenHash).toBe(await sha256Hex(link.token));
		expect(JSON.stringify(row)).not.toContain(link.token);
		expect(link.token).toMatch(/^[\w-]{43}$/);
	});

	it('shows no words of a document that its reader may not open', async () => {
		const owner: Actor = { ...(await person()), role: 'agent' };
		const { link } = await sharedConversation(owner, 'When are teachers paid?');
		const forStaff = await read(link.token, { userId: newId(), role: 'agent', via: 'session' });
		expect(JSON.stringify(forStaff)).toContain('last Friday');
		expect(forStaff.messages[1]?.withheld).toBe(0);
		for (const reader of [VISITOR, await person()]) {
			const shown = await read(link.token, reader);
			expect(JSON.stringify(shown)).not.toContain('last Friday');
			expect(JSON.stringify(shown)).not.toContain('staff');
			expect(shown.messages[1]?.withheld).toBeGreaterThan(0);
		}
		const reader = await person();
		const { conversationId } = await chat.importShared(reader, link.token, 'k', NETWORK);
		expect(JSON.stringify(await chat.messages(reader, conversationId, { limit: 10 }))).not.toContain(
			'last Friday'
		);
	});

	it('is answered alike when it is unknown, ended, over, or its conversation is deleted', async () => {
		const owner = await person();
		const ended = await sharedConversation(owner, 'Hello');
		await chat.revoke(owner, ended.id, ended.link.id);
		const over = await sharedConversation(owner, 'Hello');
		await database
			.update(conversationShares)
			.set({ expiresAt: services.clock.now() })
			.where(eq(conversationShares.id, over.link.id));
		const deleted = await sharedConversation(owner, 'Hello');
		await chat.remove(owner, deleted.id);
		const tokens = [
			ended.link.token,
			over.link.token,
			deleted.link.token,
			'x'.repeat(43),
			'short',
			"'--",
			''
		];
		for (const token of tokens) {
			await expect(read(token), token).rejects.toMatchObject(GONE);
			await expect(chat.importShared(await person(), token, 'k', NETWORK)).rejects.toMatchObject(GONE);
		}
		await chat.change(owner, deleted.id, { deleted: false });
		await project(deleted.id);
		expect((await read(deleted.link.token)).messages).toHaveLength(2);
	});

	it('cannot be guessed at without end', async () => {
		const tries = Array.from({ length: 30 }, () =>
			chat.shared(VISITOR, 'y'.repeat(43), { limit: 1 }, '198.51.100.0/24')
		);
		const codes = (await Promise.allSettled(tries)).map((one) =>
			one.status === 'rejected' ? (one.reason as { code: string }).code : 'read'
		);
		expect(new Set(codes)).toEqual(new Set(['not-found', 'rate-limited']));
	});

	it('is its owner’s alone to make, see and end', async () => {
		const owner = await person();
		const { id, link } = await sharedConversation(owner, 'Hello');
		const agent: Actor = { userId: newId(), role: 'agent', via: 'session' };
		for (const other of [await person(), agent, SYSTEM, VISITOR]) {
			await expect(chat.share(other, id, { expiresInDays: 1 })).rejects.toMatchObject({ code: 'not-found' });
			await expect(chat.links(other, id)).rejects.toMatchObject({ code: 'not-found' });
			await expect(chat.revoke(other, id)).rejects.toMatchObject({ code: 'not-found' });
		}
		await chat.share(owner, id, { expiresInDays: 1 });
		expect((await chat.links(owner, id)).links.map(({ id: linkId }) => linkId)).toContain(link.id);
		expect(await chat.revoke(owner, id)).toEqual({ revoked: 2 });
		expect(await chat.links(owner, id)).toEqual({ links: [] });
		await expect(chat.revoke(owner, id, link.id)).rejects.toMatchObject({ code: 'not-found' });
	});

	it('gives a long conversation in pages, each message once', async () => {
		const owner = await person();
		const { link } = await sharedConversation(owner, 'One', 'Two', 'Three', 'Four');
		const seen: number[] = [];
		let cursor: string | null = null;
		do {
			const page: Awaited<ReturnType<typeof read>> = await read(link.token, VISITOR, {
				limit: 3,
				...(cursor === null ? {} : { cursor })
			});
			seen.push(...page.messages.map(({ position }) => position));
			cursor = page.nextCursor;
		} while (cursor !== null);
		expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
	});

	it('is made for a whole branch only: not while its answer is written', async () => {
		const owner = await person();
		const id = newId();
		const order = {
			trigger: 'submit',
			conversationId: id,
			clientMessageId: 'c',
			text: 'How long is a lesson?'
		} as const;
		const response = await chat.send(owner, order, { language: 'en' });
		const outcome = await chat
			.share(owner, id, { expiresInDays: 1 })
			.catch((thrown: unknown) => (thrown as { code: string }).code);
		await response.text();
		// The answer may have been quicker than the question for the link.
		expect(typeof outcome === 'string' ? outcome : 'made').toMatch(/conflict|made/);
		expect(await chat.share(owner, id, { expiresInDays: 1 })).toMatchObject({
			path: expect.stringContaining('/shared/') as string
		});
	});
});

describe('a copy of a shared conversation', () => {
	it('is a conversation of the reader’s own, with new ids, to go on asking in', async () => {
		const owner = await person();
		const { id, link } = await sharedConversation(owner, 'How long is a piano lesson?', 'And how often?');
		const reader = await person();
		const { conversationId } = await chat.importShared(reader, link.token, 'key-1', NETWORK);
		expect(conversationId).not.toBe(id);
		const original = (await chat.messages(owner, id, { limit: 10 })).messages;
		const { messages, conversation } = await chat.messages(reader, conversationId, { limit: 10 });
		expect(messages.map(messageText)).toEqual(original.map(messageText));
		expect(messages.map((message) => citationsOf(message).length)).toEqual(
			original.map((message) => citationsOf(message).length)
		);
		const ids = new Set(original.map((message) => message.id));
		expect(messages.every((message) => !ids.has(message.id))).toBe(true);
		expect(conversation).toMatchObject({ title: (await chat.view(owner, id)).title, messageCount: 4 });
		await ask(services, reader, conversationId, 'And what does it cost?');
		expect((await chat.messages(reader, conversationId, { limit: 10 })).messages).toHaveLength(6);
		await expect(chat.view(owner, conversationId)).rejects.toMatchObject({ code: 'not-found' });
		await project(conversationId);
		expect((await chat.list(reader, { limit: 5 })).conversations.map((one) => one.id)).toEqual([
			conversationId
		]);
	});

	it('is made once for a key, however often it is asked for', async () => {
		const { link } = await sharedConversation(await person(), 'Hello');
		const reader = await person();
		const made = await Promise.all(
			Array.from({ length: 8 }, () => chat.importShared(reader, link.token, 'same', NETWORK))
		);
		expect(new Set(made.map(({ conversationId }) => conversationId)).size).toBe(1);
		expect((await chat.messages(reader, made[0]!.conversationId, { limit: 10 })).messages).toHaveLength(2);
		const other = await chat.importShared(reader, link.token, 'other', NETWORK);
		expect(other.conversationId).not.toBe(made[0]!.conversationId);
	});

	it('is followed by its readers from the start like any other log', async () => {
		const { link } = await sharedConversation(await person(), 'How long is a piano lesson?');
		const reader = await person();
		const { conversationId } = await chat.importShared(reader, link.token, 'k', NETWORK);
		const count = await runInDurableObject(stubOf(conversationId), (_object, { storage }) =>
			storage.sql.exec(`SELECT COUNT(*) AS n, MAX(seq) AS last FROM events`).one()
		);
		expect(count['n']).toBe(count['last']);
	});
});
