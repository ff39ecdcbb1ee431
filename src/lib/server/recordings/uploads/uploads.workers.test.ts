// Uploads in one form, and who may upload: rows in the real database, bytes in the real store.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM, VISITOR } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { codeOf, formOf, longWav, m4a, TAKE, type Somebody } from '../fixtures/library-stage.ts';
import { silentMp3 } from '../fixtures/playing.ts';
import { JPEG, LONG, openUploadsStage } from '../fixtures/uploads-stage.ts';
import { LIMITS } from '../limits.ts';

const stage = openUploadsStage();
const { recordings, started, keys, rows, uploadRows, begin, bytesAt, nothingIsLeft } = stage;

let sam: Somebody;
let tess: Somebody;
beforeEach(async () => {
	sam = await stage.person('user', 'Sam');
	tess = await stage.person('teacher', 'Tess');
});
afterEach(() => stage.empty());

describe('an upload in one form', () => {
	it('is kept as it was, under its player, and is measured', async () => {
		const details = { title: 'Für Elise', piece: 'WoO 59', composer: 'Beethoven', tags: ['exam', 'slow'] };
		const recording = await stage.upload(sam, { ...details, playedAt: 5 });
		await stage.settle();
		expect(recording).toMatchObject({
			...{ ...details, playedAt: 5, status: 'uploaded', container: 'wav', failure: null, openNotes: 0 },
			...{ student: { id: sam.userId, name: 'Sam' }, sizeBytes: TAKE.length, durationSeconds: 2 },
			may: { write: true, delete: true }
		});
		expect(await keys()).toEqual([`${sam.userId}/recordings/${recording.id}.wav`]);
		expect(await bytesAt(`${sam.userId}/recordings/${recording.id}.wav`)).toEqual(TAKE);
		expect(started).toEqual([recording.id]);
		expect(await uploadRows()).toEqual([]);
	});

	it('of many parts is kept whole', async () => {
		const { id } = await stage.upload(sam, {}, LONG);
		const kept = await bytesAt(`${sam.userId}/recordings/${id}.wav`);
		expect(kept.length).toBe(LONG.length);
		expect(kept.every((byte, at) => byte === LONG[at])).toBe(true);
	});

	it('is named by its file where nobody said what is played', async () => {
		const recording = await stage.upload(sam, {}, silentMp3(100), '../../Études_op. 10.wav');
		expect(recording).toMatchObject({ title: 'Études op. 10', container: 'mp3' });
		expect(recording.fileName).toMatch(/\.mp3$/);
		expect((await keys())[0]).toMatch(/\.mp3$/);
	});

	it('sent five times at once under one key is one recording', async () => {
		const views = await Promise.all([1, 2, 3, 4, 5].map(() => stage.upload(sam, { clientKey: 'take-1' })));
		expect(new Set(views.map(({ id }) => id)).size).toBe(1);
		expect(await rows()).toHaveLength(1);
		expect(await keys()).toHaveLength(1);
		await stage.settle();
		expect(started).toHaveLength(1);
		// Also where the key stands behind the file.
		const again = await recordings.receive(sam, formOf({ clientKey: 'take-1' }, TAKE, 'take.wav', {}));
		expect(again.id).toBe(views[0]?.id);
		expect(await keys()).toHaveLength(1);
		expect(await uploadRows()).toEqual([]);
		// Somebody else's key is another.
		expect((await stage.upload(tess, { clientKey: 'take-1' })).id).not.toBe(again.id);
	});

	it.each([
		['a picture named .wav', JPEG, 'unsupported'],
		['nothing', new Uint8Array(0), 'invalid'],
		['three bytes', Uint8Array.from([0x52, 0x49, 0x46]), 'unsupported'],
		['a head without sound', TAKE.subarray(0, 30), 'invalid'],
		['half a second', longWav(0.5), 'invalid'],
		['31 minutes of silence in a small MP3', silentMp3(25_834), 'too-large'],
		['a film', m4a(10, 'vide'), 'unsupported'],
		['an M4A that was cut off', m4a(10).subarray(0, 1500), 'invalid'],
		['an M4A of 31 minutes', m4a(31 * 60), 'too-large']
	])('of %s is refused and leaves nothing', async (_, bytes, code) => {
		expect(await codeOf(stage.upload(sam, {}, bytes))).toBe(code);
		await nothingIsLeft();
		await stage.settle();
		expect(started).toEqual([]);
	});

	it('of one byte too many is refused and leaves nothing, whatever it said of its size', async () => {
		const bytes = new Uint8Array(LIMITS.fileBytes + 1);
		bytes.set(longWav(1));
		expect(await codeOf(stage.upload(sam, {}, bytes))).toBe('too-large');
		await nothingIsLeft();
	});

	it('that breaks off leaves nothing', async () => {
		const form = formOf({}, LONG);
		const chunks = (async function* () {
			let count = 0;
			for await (const chunk of form.chunks) {
				if (count++ === 12) throw new Error('the line is gone');
				yield chunk;
			}
		})();
		expect(await codeOf(recordings.receive(sam, { ...form, chunks }))).toMatch('the line is gone');
		await nothingIsLeft();
	});

	it('waits for nobody’s help where it cannot be decoded here: what asks is told so', async () => {
		const recording = await stage.upload(sam, {}, m4a(10), 'take.m4a');
		await stage.settle();
		expect(recording).toMatchObject({ container: 'm4a', status: 'uploaded', durationSeconds: 10 });
		expect(started).toEqual([recording.id]);
	});
});

describe('who may upload', () => {
	it('is whoever has an account, for themself, and a teacher for students they have now', async () => {
		const linkId = await stage.link(tess, sam);
		const recording = await stage.upload(tess, { studentId: sam.userId });
		expect(recording.student).toEqual({ id: sam.userId, name: 'Sam' });
		expect((await keys())[0]).toMatch(`${sam.userId}/`);
		await recordings.students.end(sam, linkId);
		expect(await codeOf(stage.upload(tess, { studentId: sam.userId }))).toBe('not-found');
		expect(await codeOf(begin(tess, TAKE, { studentId: sam.userId }))).toBe('not-found');
		expect(await keys()).toHaveLength(1);
	});

	it('is neither a guest, a visitor, another student, nor anybody for somebody who is not there', async () => {
		const guest = await stage.person('guest', 'Somebody');
		const other = await stage.person('user', 'Other');
		expect(await codeOf(stage.upload(VISITOR))).toBe('unauthenticated');
		expect(await codeOf(stage.upload(guest))).toBe('forbidden');
		expect(await codeOf(stage.upload(other, { studentId: sam.userId }))).toBe('not-found');
		expect(await codeOf(begin(guest, TAKE, {}))).toBe('forbidden');
		const admin = await stage.person('admin', 'Ada');
		expect(await codeOf(stage.upload(admin, { studentId: newId() }))).toBe('not-found');
		expect(await codeOf(stage.upload(admin, { studentId: guest.userId }))).toBe('not-found');
		await nothingIsLeft();
		expect(await codeOf(stage.upload(admin, { studentId: sam.userId }))).toBe('nothing thrown');
		expect(await codeOf(stage.upload({ ...SYSTEM, via: 'api-key' }))).toBe('nothing thrown');
	});
});
