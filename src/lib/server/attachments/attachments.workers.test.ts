// Files over their whole life: rows in the real database, bytes in the real store.
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { VISITOR, type Actor } from '#lib/shared/actor.ts';
import { attachmentIdOf } from '#lib/shared/conversation/attachments.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { createDatabase, createManualClock, schema } from '../platform/index.ts';
import { createAttachments } from './attachments.ts';
import { exifOf, joined, JPEG, jpegSegment, jpegWith, letters, PLACE, PNG } from './fixtures/pictures.ts';
import { LIMITS } from './limits.ts';
import { markSent } from './mark-sent.ts';

const database = createDatabase(env.DB);
const clock = createManualClock();
const attachments = createAttachments({ database, objects: env.FILES, clock });
const anna: Actor & { userId: string } = { userId: 'anna', role: 'guest', via: 'session' };
const bob: Actor = { userId: 'bob', role: 'user', via: 'session' };
const agent: Actor = { userId: 'ada', role: 'agent', via: 'session' };
const HOUR_MS = 60 * 60_000;

beforeEach(async () => {
	await database.delete(schema.attachments);
	await database.delete(schema.conversations);
	for (const { key } of (await env.FILES.list()).objects) await env.FILES.delete(key);
});

const codeOf = (work: Promise<unknown>): Promise<string> =>
	work.then(
		() => 'nothing thrown',
		(thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown))
	);
const text = (words: string) => new TextEncoder().encode(words);
const add = (
	name = 'notes.txt',
	bytes: Uint8Array<ArrayBuffer> = text('Practise.'),
	conversationId = newId()
) => attachments.add(anna, { conversationId, name, bytes });
const bytesOf = async (id: string) =>
	new Uint8Array(await new Response(await (await attachments.read(anna, id)).open()).arrayBuffer());
const keys = async () => (await env.FILES.list()).objects.map(({ key }) => key);
const rows = () => database.select().from(schema.attachments);

describe('a file', () => {
	it('is kept as it was, under its person, and is gone with its bytes when it is removed', async () => {
		const file = await add();
		expect(file).toMatchObject({ name: 'notes.txt', mediaType: 'text/plain', sizeBytes: 9 });
		expect(await keys()).toEqual([`anna/attachments/${file.id}.txt`]);
		expect(await bytesOf(file.id)).toEqual(text('Practise.'));
		await attachments.remove(anna, file.id);
		expect(await codeOf(attachments.read(anna, file.id))).toBe('not-found');
		expect(await keys()).toEqual([]);
		expect(await rows()).toEqual([]);
	});

	it('of somebody else looks like one that is not there, but to who may read every conversation', async () => {
		const conversationId = newId();
		const { id } = await add('notes.txt', undefined, conversationId);
		for (const stranger of [bob, VISITOR]) {
			expect(await codeOf(attachments.read(stranger, id))).toBe(
				await codeOf(attachments.read(stranger, newId()))
			);
			expect(await codeOf(attachments.remove(stranger, id))).toBe(
				await codeOf(attachments.remove(stranger, newId()))
			);
			expect(await codeOf(attachments.forMessage(stranger, conversationId, [id]))).toBe('not-found');
		}
		expect(await attachments.read(agent, id)).toMatchObject({ id });
		expect(await codeOf(attachments.remove(agent, id))).toBe('not-found');
		expect(await keys()).toHaveLength(1);
	});

	it('cannot be put into a conversation of somebody else, nor be sent in another than its own', async () => {
		const conversationId = newId();
		await database.insert(schema.conversations).values({
			...{
				id: conversationId,
				personId: 'bob',
				title: 'T',
				language: 'en',
				channel: 'text',
				status: 'active'
			},
			...{ metadata: { voiceEnabled: false }, messageCount: 1, projectedSeq: 1, createdAt: 1, updatedAt: 1 }
		});
		expect(await codeOf(add('notes.txt', undefined, conversationId))).toBe('not-found');
		const { id } = await add();
		expect(await codeOf(attachments.forMessage(anna, newId(), [id]))).toBe('not-found');
		expect(
			await codeOf(attachments.add(VISITOR, { conversationId: newId(), name: 'a.txt', bytes: text('a') }))
		).toBe('unauthenticated');
	});

	it('keeps nothing of where a picture was taken', async () => {
		const dirty = jpegWith(jpegSegment(0xe1, joined(letters('Exif\0\0'), exifOf(6))));
		const { id, width, height } = await add('lesson.jpg', dirty);
		const kept = new TextDecoder('latin1').decode(await bytesOf(id));
		expect(kept).not.toContain(PLACE);
		// On its side, as the camera held it: that much is kept.
		expect([width, height]).toEqual([4, 8]);
	});

	it.each([
		['clef.svg', text('<svg onload="alert(1)"/>'), 'unsupported'],
		['page.html', text('<script>alert(1)</script>'), 'unsupported'],
		['song.pdf', text('%PDF-1.7'), 'unsupported'],
		['page.png', text('<!doctype html>'), 'unsupported'],
		['empty.txt', new Uint8Array(), 'invalid'],
		['broken.jpg', JPEG.slice(0, 200), 'invalid'],
		['large.png', joined(PNG, new Uint8Array(LIMITS.pictureBytes)), 'too-large'],
		['huge.png', new Uint8Array(10 * 1024 * 1024 + 1), 'unsupported'],
		['long.txt', text('a'.repeat(LIMITS.textBytes + 1)), 'too-large']
	])('%s is refused and leaves nothing behind', async (name, bytes, code) => {
		expect(await codeOf(add(name, bytes))).toBe(code);
		expect(await rows()).toEqual([]);
		expect(await keys()).toEqual([]);
	});

	it('is known by a name without a path, a line break or a direction trick', async () => {
		expect(await add('../../etc/pass\r\nwd\0.txt')).toMatchObject({ name: 'passwd.txt' });
		expect(await add('\u202egnp.exe', PNG)).toMatchObject({ name: 'gnp.exe.png' });
	});

	it('that could not be stored leaves no row', async () => {
		const objects = { put: () => Promise.reject(new Error('down')) } as unknown as R2Bucket;
		const broken = createAttachments({ database, objects, clock });
		await expect(
			broken.add(anna, { conversationId: newId(), name: 'a.txt', bytes: text('a') })
		).rejects.toThrow('down');
		expect(await rows()).toEqual([]);
	});
});

describe('files', () => {
	it('go to a message in the order asked for, and stay once it has been sent', async () => {
		const conversationId = newId();
		const first = await add('a.txt', text('a'), conversationId);
		const second = await add('b.png', PNG, conversationId);
		const parts = await attachments.forMessage(anna, conversationId, [second.id, first.id]);
		expect(parts).toMatchObject([
			{ type: 'file', filename: 'b.png', width: 8, height: 4 },
			{ type: 'file', filename: 'a.txt' }
		]);
		expect(parts.map(({ url }) => attachmentIdOf(url))).toEqual([second.id, first.id]);
		await markSent(database, anna.userId, 'message', [first.id, second.id]);
		expect(await codeOf(attachments.remove(anna, first.id))).toBe('conflict');
		clock.advance(30 * LIMITS.unsentMs);
		expect(await attachments.sweepUnsent()).toBe(0);
		expect(await keys()).toHaveLength(2);
	});

	it('not sent within a day are swept with their bytes; being named in a message gives them another', async () => {
		const conversationId = newId();
		const named = await add('named.txt', text('a'), conversationId);
		const left = await add('left.txt', text('b'), conversationId);
		clock.advance(23 * HOUR_MS);
		await attachments.forMessage(anna, conversationId, [named.id]);
		expect(await attachments.sweepUnsent()).toBe(0);
		clock.advance(2 * HOUR_MS);
		expect(await attachments.sweepUnsent()).toBe(1);
		expect(await keys()).toEqual([`anna/attachments/${named.id}.txt`]);
		expect(await codeOf(attachments.forMessage(anna, conversationId, [left.id]))).toBe('not-found');
	});

	it('whose bytes could not be removed are neither sent nor read, and swept again', async () => {
		const conversationId = newId();
		const { id } = await add('a.txt', text('a'), conversationId);
		const broken = createAttachments({
			...{ database, clock },
			objects: { delete: () => Promise.reject(new Error('down')) } as unknown as R2Bucket
		});
		await expect(broken.remove(anna, id)).rejects.toThrow('down');
		expect(await codeOf(attachments.read(anna, id))).toBe('not-found');
		expect(await codeOf(attachments.forMessage(anna, conversationId, [id]))).toBe('not-found');
		expect(await attachments.sweepUnsent()).toBe(1);
		expect(await keys()).toEqual([]);
	});

	it('lying about unsent have a limit, also for uploads at the same moment', async () => {
		const results = await Promise.all(
			Array.from({ length: LIMITS.unsentFiles + 5 }, (_, at) => codeOf(add(`${at}.txt`)))
		);
		expect(results.filter((code) => code === 'conflict')).toHaveLength(5);
		expect(await rows()).toHaveLength(LIMITS.unsentFiles);
		expect(await keys()).toHaveLength(LIMITS.unsentFiles);
	});

	it('of one conversation are erased with it, and no others', async () => {
		const conversationId = newId();
		await add('a.txt', text('a'), conversationId);
		await add('b.txt', text('b'), conversationId);
		const other = await add('c.txt', text('c'));
		await attachments.eraseOf(anna.userId, conversationId);
		expect(await keys()).toEqual([`anna/attachments/${other.id}.txt`]);
		expect((await rows()).map(({ id }) => id)).toEqual([other.id]);
	});
});
