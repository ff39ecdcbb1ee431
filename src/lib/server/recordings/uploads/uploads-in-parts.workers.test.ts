// Uploads in parts and straight into the bucket, and derived sound: rows in the real database, bytes in the real store.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#lib/shared/ids.ts';
import { breaking, codeOf, longWav, m4a, partsOf, TAKE, type Somebody } from '../fixtures/library-stage.ts';
import { silentMp3 } from '../fixtures/playing.ts';
import { JPEG, LONG, openUploadsStage } from '../fixtures/uploads-stage.ts';
import { LIMITS } from '../limits.ts';

const stage = openUploadsStage();
const { recordings, uploads, database, objects, clock, started, keys } = stage;
const { rows, begin, bytesAt, nothingIsLeft } = stage;

let sam: Somebody;
let tess: Somebody;
beforeEach(async () => {
	sam = await stage.person('user', 'Sam');
	tess = await stage.person('teacher', 'Tess');
});
afterEach(() => stage.empty());

const reader = (bytes: Uint8Array<ArrayBuffer>) => () => Promise.resolve(bytes);
async function send(id: string, bytes: Uint8Array, actor = sam) {
	for (const [at, part] of partsOf(bytes).entries()) await uploads.putPart(actor, id, at + 1, reader(part));
}

describe('an upload in parts', () => {
	it('goes on after a reload, in any order, a part more than once, and makes one recording', async () => {
		const { id, recordingId, transport } = await begin(sam, LONG, { clientKey: 'k', title: 'T' });
		expect(transport).toEqual({ by: 'chunks', chunkBytes: LIMITS.partBytes, received: [] });
		const parts = partsOf(LONG);
		await uploads.putPart(sam, id, 3, reader(parts[2]!));
		await uploads.putPart(sam, id, 1, reader(parts[0]!));
		await uploads.putPart(sam, id, 1, reader(parts[0]!));
		const [again] = await uploads.list(sam);
		expect(again).toMatchObject({ id, transport: { received: [1, 3] }, title: 'T', clientKey: 'k' });
		expect(again?.receivedBytes).toBe(parts[0]!.length + parts[2]!.length);
		expect((await begin(sam, LONG, { clientKey: 'k' })).id).toBe(id);
		await expect(uploads.complete(sam, id)).rejects.toMatchObject({
			...{ code: 'conflict', details: { missing: [2] } }
		});
		await uploads.putPart(sam, id, 2, reader(parts[1]!));
		const made = await Promise.all([1, 2, 3].map(() => uploads.complete(sam, id)));
		expect(new Set(made.map((recording) => recording.id))).toEqual(new Set([recordingId]));
		expect(await rows()).toHaveLength(1);
		expect(await keys()).toEqual([`${sam.userId}/recordings/${recordingId}.wav`]);
		const kept = await bytesAt(`${sam.userId}/recordings/${recordingId}.wav`);
		expect(kept.every((byte, at) => byte === LONG[at])).toBe(true);
		await stage.settle();
		expect(new Set(started)).toEqual(new Set([recordingId]));
		// Whoever did not hear the answer asks again; also once the upload is forgotten.
		expect((await uploads.complete(sam, id)).id).toBe(recordingId);
		expect(await uploads.list(sam)).toEqual([]);
		clock.advance(LIMITS.uploadMs + 1);
		await recordings.sweep();
		const late = await begin(sam, LONG, { clientKey: 'k' });
		expect(late.receivedBytes).toBe(LONG.length);
		expect((await uploads.complete(sam, late.id)).id).toBe(recordingId);
		expect(await keys()).toHaveLength(1);
	});

	it('takes parts at the same moment and loses none', async () => {
		const { id } = await begin(sam, LONG);
		await Promise.all(partsOf(LONG).map((part, at) => uploads.putPart(sam, id, at + 1, reader(part))));
		expect((await uploads.list(sam))[0]).toMatchObject({ transport: { received: [1, 2, 3] } });
		expect(await codeOf(uploads.complete(sam, id))).toBe('nothing thrown');
	});

	it('is refused at its first bytes where it is no sound, and leaves nothing', async () => {
		const { id } = await begin(sam, JPEG);
		expect(await codeOf(uploads.putPart(sam, id, 1, reader(JPEG)))).toBe('unsupported');
		await nothingIsLeft();
		expect(await codeOf(uploads.complete(sam, id))).toBe('not-found');
	});

	it('is refused when it is complete where it is damaged, and leaves nothing', async () => {
		const broken = silentMp3(26_000);
		const { id } = await begin(sam, broken);
		await send(id, broken);
		expect(await codeOf(uploads.complete(sam, id))).toBe('too-large');
		await nothingIsLeft();
	});

	it.each([
		['a part of another length', 1, new Uint8Array(10), 'invalid'],
		['a part that there is none of', 4, new Uint8Array(10), 'conflict']
	])('takes no %s', async (_, number, bytes, code) => {
		const { id } = await begin(sam, LONG);
		expect(await codeOf(uploads.putPart(sam, id, number, reader(bytes)))).toBe(code);
		expect((await uploads.list(sam))[0]).toMatchObject({ receivedBytes: 0 });
	});

	it('of somebody else looks like one that is not there, to their teacher too', async () => {
		await stage.link(tess, sam);
		const { id } = await begin(sam, TAKE);
		expect(await codeOf(uploads.putPart(tess, id, 1, reader(TAKE)))).toBe('not-found');
		expect(await codeOf(uploads.complete(tess, id))).toBe('not-found');
		await uploads.cancel(tess, id);
		expect(await uploads.list(tess)).toEqual([]);
		expect(await uploads.list(sam)).toHaveLength(1);
	});

	it('of more than 50 MB does not begin, nor a twenty-first beside others, nor another file under the same key', async () => {
		expect(await codeOf(begin(sam, TAKE, { sizeBytes: LIMITS.fileBytes + 1 }))).toBe('too-large');
		expect(await codeOf(begin(sam, TAKE, { sizeBytes: LIMITS.fileBytes }))).toBe('nothing thrown');
		await begin(sam, TAKE, { clientKey: 'k' });
		expect(await codeOf(begin(sam, TAKE, { clientKey: 'k', sizeBytes: 5 }))).toBe('conflict');
		for (let count = 2; count < LIMITS.uploadsAtOnce; count++) await begin(sam, TAKE);
		expect(await codeOf(begin(sam, TAKE))).toBe('conflict');
	});

	it('that is cancelled, or forgotten for a day, leaves nothing, and its key begins anew', async () => {
		const first = await begin(sam, LONG, { clientKey: 'k' });
		await uploads.putPart(sam, first.id, 1, reader(partsOf(LONG)[0]!));
		await uploads.cancel(sam, first.id);
		await uploads.cancel(sam, first.id);
		await nothingIsLeft();
		const second = await begin(sam, LONG, { clientKey: 'k' });
		expect(second.id).not.toBe(first.id);
		await send(second.id, LONG);
		clock.advance(LIMITS.uploadMs + 1);
		expect(await codeOf(uploads.complete(sam, second.id))).toBe('not-found');
		await recordings.sweep();
		await nothingIsLeft();
	});

	it('that died between the copy and the row is swept', async () => {
		const { id, recordingId } = await begin(sam, TAKE);
		await send(id, TAKE);
		const dying = stage.with({ database: breaking(database, 'all') });
		expect(await codeOf(dying.uploads.complete(sam, id))).toMatch('killed');
		expect(await keys()).toContain(`${sam.userId}/recordings/${recordingId}.wav`);
		clock.advance(LIMITS.uploadMs + 1);
		await recordings.sweep();
		await nothingIsLeft();
	});
});

describe('derived sound', () => {
	const sound = longWav(10);
	async function original() {
		const bytes = m4a(10);
		const { id } = await begin(sam, bytes, { fileName: 'take.m4a' });
		await send(id, bytes);
		return uploads.complete(sam, id);
	}
	const beginSound = (id: string, bytes: Uint8Array) =>
		uploads.beginSound(sam, id, { sizeBytes: bytes.length, clientKey: newId() });

	it('is what an M4A waits for before it is measured', async () => {
		const { id } = await original();
		await stage.settle();
		expect(started).toEqual([]);
		const upload = await beginSound(id, sound);
		expect(upload).toMatchObject({ kind: 'sound', recordingId: id });
		await send(upload.id, sound);
		expect(await uploads.complete(sam, upload.id)).toMatchObject({
			id,
			status: 'uploaded',
			durationSeconds: 10
		});
		await stage.settle();
		expect(started).toEqual([id]);
		expect(await keys()).toEqual([
			`${sam.userId}/recordings/${id}.m4a`,
			`${sam.userId}/recordings/${id}.sound.wav`
		]);
	});

	it.each([
		['of two channels', longWav(10, 22_050, 2)],
		['of another rate', longWav(10, 44_100)],
		['that is no WAV', silentMp3(200)]
	])('%s is refused, and the recording stays', async (_, bytes) => {
		const { id } = await original();
		const upload = await beginSound(id, bytes);
		await send(upload.id, bytes);
		expect(await codeOf(uploads.complete(sam, upload.id))).toBe('invalid');
		expect(await keys()).toEqual([`${sam.userId}/recordings/${id}.m4a`]);
	});

	it('is taken for nobody else’s recording, nor where it is needless, nor of more than half an hour', async () => {
		const { id } = await original();
		const stranger = await stage.person('user', 'Other');
		const form = { sizeBytes: 10, clientKey: 'k' };
		expect(await codeOf(uploads.beginSound(stranger, id, form))).toBe('not-found');
		expect(await codeOf(uploads.beginSound(sam, id, { ...form, sizeBytes: LIMITS.soundBytes + 1 }))).toBe(
			'too-large'
		);
		const plain = await stage.upload(sam);
		expect(await codeOf(uploads.beginSound(sam, plain.id, form))).toBe('conflict');
	});

	it('that never comes is not waited for longer than a day', async () => {
		const { id } = await original();
		clock.advance(LIMITS.uploadMs + 1);
		await recordings.sweep();
		expect(started).toEqual([id]);
	});
});

describe('an upload straight into the bucket', () => {
	const direct = stage.with({
		direct: { accountId: 'a'.repeat(32), accessKeyId: 'id', secretAccessKey: 'secret', bucket: 'segue-files' }
	}).uploads;
	const beginDirect = (bytes: Uint8Array) =>
		direct.begin(sam, { fileName: 'take.wav', sizeBytes: bytes.length, clientKey: newId() });
	const keyOf = (id: string) => `${sam.userId}/recordings/uploads/${id}`;

	it('is looked at where it arrived, and only then kept', async () => {
		const { id, recordingId, transport } = await beginDirect(TAKE);
		expect(transport).toMatchObject({ by: 'presigned' });
		expect(transport.by === 'presigned' && new URL(transport.url).pathname).toBe(`/segue-files/${keyOf(id)}`);
		expect(await codeOf(direct.complete(sam, id))).toBe('conflict');
		await objects.put(keyOf(id), TAKE);
		expect((await direct.complete(sam, id)).id).toBe(recordingId);
		expect(await keys()).toEqual([`${sam.userId}/recordings/${recordingId}.wav`]);
		expect((await direct.complete(sam, id)).id).toBe(recordingId);
	});

	it.each([
		['another length', TAKE.subarray(0, 5000), 'invalid'],
		['a picture', JPEG, 'unsupported']
	])('of %s is refused, and what arrives late is swept', async (_, bytes, code) => {
		const { id } = await direct.begin(sam, {
			...{
				fileName: 'take.wav',
				sizeBytes: code === 'invalid' ? TAKE.length : bytes.length,
				clientKey: newId()
			}
		});
		await objects.put(keyOf(id), bytes);
		expect(await codeOf(direct.complete(sam, id))).toBe(code);
		expect(await keys()).toEqual([]);
		expect(await rows()).toEqual([]);
		// The address still takes bytes.
		await objects.put(keyOf(id), TAKE);
		expect(await codeOf(direct.complete(sam, id))).toBe('not-found');
		clock.advance(LIMITS.uploadMs + 1);
		await recordings.sweep();
		await nothingIsLeft();
	});
});
