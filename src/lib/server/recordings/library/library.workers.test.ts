// What is done with a recording that is there: found, changed, heard, noted, shared, and gone.
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VISITOR } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import type { AnalysisView } from '#lib/shared/recordings/views.ts';
import { schema } from '../../platform/index.ts';
import { breaking, codeOf, openStage, TAKE, type Somebody } from '../fixtures/library-stage.ts';
import { LIMITS } from '../limits.ts';

const analysis = { recordingId: 'r' } as AnalysisView;
const stage = openStage({
	lookups: { analysis: () => Promise.resolve(analysis), feedback: () => Promise.resolve(null) }
});
const { recordings, database, objects, clock, keys } = stage;
const { library, files, notes, shares } = recordings;

let sam: Somebody;
let tess: Somebody;
let bob: Somebody;
beforeEach(async () => {
	sam = await stage.person('user', 'Sam');
	tess = await stage.person('teacher', 'Tess');
	bob = await stage.person('user', 'Bob');
});
afterEach(() => stage.empty());

const note = (changes = {}) => ({
	startSeconds: 0.5,
	endSeconds: 1,
	text: 'Softer',
	clientKey: newId(),
	...changes
});
const textOf = async (stream: ReadableStream) => new Uint8Array(await new Response(stream).arrayBuffer());

describe('the list', () => {
	it('goes page by page, newest first, and by words, tags, status and student', async () => {
		for (const [title, piece, composer, tags] of [
			['One', '100 % Scarlatti', 'Scarlatti', ['a']],
			['Two', 'K_9', 'D. Scarlatti', ['a', 'b']],
			['Three', 'Aria', 'Bach', ['b']]
		] as const) {
			await stage.upload(sam, { title, piece, composer, tags: [...tags] });
			clock.advance(1000);
		}
		const titles = async (query = {}) =>
			(await library.list(sam, { limit: 50, ...query })).recordings.map(({ title }) => title);
		expect(await titles()).toEqual(['Three', 'Two', 'One']);
		expect(await titles({ query: 'scar' })).toEqual(['Two', 'One']);
		expect(await titles({ query: '%' })).toEqual(['One']);
		expect(await titles({ query: '_' })).toEqual(['Two']);
		expect(await titles({ query: "' or 1=1 --" })).toEqual([]);
		expect(await titles({ tag: 'b' })).toEqual(['Three', 'Two']);
		expect(await titles({ tag: 'b', query: 'bach' })).toEqual(['Three']);
		expect(await titles({ status: 'failed' })).toEqual([]);
		const first = await library.list(sam, { limit: 2 });
		await stage.upload(sam, { title: 'Four' });
		const second = await library.list(sam, { limit: 2, cursor: first.nextCursor ?? '' });
		expect(second.recordings.map(({ title }) => title)).toEqual(['One']);
		expect(second.nextCursor).toBeNull();
		expect(await codeOf(library.list(sam, { limit: 2, cursor: 'x' }))).toBe('invalid');
	});

	it('says how many notes are open, and why a recording could not be measured', async () => {
		const { id } = await stage.upload(sam);
		const first = await notes.add(sam, id, note());
		await notes.add(sam, id, note());
		await notes.change(sam, id, first.id, { version: 1, state: 'done' });
		await database.update(schema.recordings).set({ status: 'failed', failureCode: 'unsupported' });
		const [recording] = (await library.list(sam, { limit: 1 })).recordings;
		expect(recording).toMatchObject({ openNotes: 1, failure: { code: 'unsupported' } });
		expect(recording?.failure?.message).toMatch(/WAV or MP3/);
	});
});

describe('a recording', () => {
	it('is changed by whoever saw its last version, and by one of two at once', async () => {
		const { id } = await stage.upload(sam, { title: 'T', piece: 'P' });
		const codes = await Promise.all(
			[1, 2].map((n) => codeOf(library.change(sam, id, { version: 1, title: `T${n}` })))
		);
		expect(codes.toSorted()).toEqual(['conflict', 'nothing thrown']);
		const changed = await library.change(sam, id, { version: 2, piece: null, tags: ['x'] });
		expect(changed).toMatchObject({ version: 3, piece: null, tags: ['x'] });
		await expect(library.change(sam, id, { version: 1, title: 'late' })).rejects.toMatchObject({
			details: { recording: { version: 3 } }
		});
		expect(await codeOf(library.change(bob, id, { version: 3, title: 'X' }))).toBe('not-found');
	});

	it('that is deleted leaves nothing in any store, even of an analysis that ends afterwards', async () => {
		const { id } = await stage.upload(sam);
		const kept = await stage.upload(sam);
		await notes.add(sam, id, note(), TAKE.slice());
		await shares.add(sam, id, { expiresInDays: 1 });
		const prefix = `${sam.userId}/recordings/${id}.`;
		await objects.put(`${prefix}analysis.json`, '{}');
		const row = { recordingId: id, personId: sam.userId, modelVersion: 'm', createdAt: 1 };
		await database
			.insert(schema.recordingFeedback)
			.values({ ...row, id: newId(), clientKey: 'k', content: {} });
		await database
			.insert(schema.analysisResults)
			.values({ ...row, provider: 'p', summary: {}, analysedAt: 1 });
		expect(await codeOf(library.remove(bob, id))).toBe('not-found');
		await library.remove(sam, id);
		expect(await keys()).toEqual([`${sam.userId}/recordings/${kept.id}.wav`]);
		const { recordingNotes, recordingShares, recordingFeedback, analysisResults } = schema;
		for (const table of [recordingNotes, recordingShares, recordingFeedback, analysisResults])
			expect(await database.select().from(table)).toEqual([]);
		expect(await codeOf(library.remove(sam, id))).toBe('not-found');
		await stage.settle();
		const events = await database.select().from(schema.auditEvents);
		expect(events.filter(({ action }) => action === 'recording.deleted')).toHaveLength(1);
	});

	it('whose deleting broke off is deleted the next time', async () => {
		const { id } = await stage.upload(sam);
		const dying = stage.with({ database: breaking(database, 'delete') });
		expect(await codeOf(dying.library.remove(sam, id))).toMatch('killed');
		await library.remove(sam, id);
		expect(await keys()).toEqual([]);
	});
});

describe('the sound of a recording', () => {
	it('is heard by a signed address without a session, for an hour, and by nothing that differs from it', async () => {
		const { id } = await stage.upload(sam);
		const other = await stage.upload(sam);
		const { url, expiresAt } = await files.link(sam, id, 'original');
		expect(expiresAt).toBe(clock.now() + LIMITS.linkMs);
		const search = new URL(url, 'https://x').searchParams;
		const expires = Number(search.get('expires'));
		const signature = search.get('signature') ?? '';
		const query = { part: 'original', expires, signature } as const;
		const file = await files.read(VISITOR, id, query);
		expect(file).toMatchObject({ contentType: 'audio/wav', sizeBytes: TAKE.length });
		expect(await textOf(await file.open())).toEqual(TAKE);
		expect(await textOf(await file.open({ offset: 10, length: 5 }))).toEqual(TAKE.slice(10, 15));
		for (const wrong of [
			{ ...query, expires: expires + 1 },
			{ ...query, part: 'sound' as const },
			{ ...query, signature: 'x'.repeat(43) },
			{ ...query, signature: '' },
			{ part: 'original' as const, expires },
			{ part: 'original' as const, signature }
		])
			expect(await codeOf(files.read(VISITOR, id, wrong))).toBe('forbidden');
		expect(await codeOf(files.read(VISITOR, other.id, query))).toBe('forbidden');
		const elsewhere = stage.with({ secret: 'another secret of a deployment, as long' }).files;
		expect(await codeOf(elsewhere.read(VISITOR, id, query))).toBe('forbidden');
		clock.advance(LIMITS.linkMs);
		expect(await codeOf(files.read(VISITOR, id, query))).toBe('forbidden');
	});

	it('is heard without one by whoever may see it, and by nobody else', async () => {
		const { id } = await stage.upload(sam);
		await stage.link(tess, sam);
		for (const actor of [sam, tess])
			expect(await codeOf(files.read(actor, id, { part: 'original' }))).toBe('nothing thrown');
		for (const actor of [bob, VISITOR]) {
			expect(await codeOf(files.read(actor, id, { part: 'original' }))).toBe('not-found');
			expect(await codeOf(files.link(actor, id, 'original'))).toBe('not-found');
		}
		expect(await codeOf(files.link(sam, id, 'sound'))).toBe('not-found');
		expect(await codeOf(files.link(sam, id, `memo:${newId()}`))).toBe('not-found');
		await objects.delete(`${sam.userId}/recordings/${id}.wav`);
		expect(await codeOf(files.read(sam, id, { part: 'original' }))).toBe('not-found');
		const unset = stage.with({ secret: undefined }).files;
		expect(await codeOf(unset.link(sam, id, 'original'))).toBe('unavailable');
	});
});

describe('a note', () => {
	it('is a piece of work: its words are the author’s, its state the owner’s', async () => {
		await stage.link(tess, sam);
		const { id } = await stage.upload(sam);
		const made = await notes.add(tess, id, note());
		expect(made).toMatchObject({
			...{ author: { name: 'Tess' }, owner: { id: sam.userId, name: 'Sam' }, state: 'open', version: 1 },
			may: { write: true, setState: true }
		});
		const [seen] = await notes.list(sam, id);
		expect(seen?.may).toEqual({ write: false, setState: true });
		expect(await codeOf(notes.change(sam, id, made.id, { version: 1, text: 'Louder' }))).toBe('forbidden');
		expect(await codeOf(notes.remove(sam, id, made.id))).toBe('forbidden');
		const practised = await notes.change(sam, id, made.id, { version: 1, state: 'practised' });
		expect(practised).toMatchObject({ state: 'practised', version: 2 });
		await expect(notes.change(tess, id, made.id, { version: 1, text: 'X' })).rejects.toMatchObject({
			...{ code: 'conflict', details: { note: { version: 2 } } }
		});
		await notes.change(tess, id, made.id, { version: 2, text: 'Slower', ownerId: tess.userId });
		expect(await codeOf(notes.change(sam, id, made.id, { version: 3, state: 'done' }))).toBe('forbidden');
		await notes.remove(tess, id, made.id);
		expect(await notes.list(sam, id)).toEqual([]);
	});

	it('is made once by one key, five times at once, with one memo, and is for nobody who does not belong there', async () => {
		const { id } = await stage.upload(sam);
		const form = note({ clientKey: 'k', text: '' });
		const made = await Promise.all([1, 2, 3, 4, 5].map(() => notes.add(sam, id, form, TAKE.slice())));
		expect(new Set(made.map((one) => one.id)).size).toBe(1);
		expect(await keys()).toHaveLength(2);
		const { url } = await files.link(sam, id, `memo:${made[0]!.id}`);
		expect(url).toContain('memo');
		expect(await codeOf(notes.add(sam, id, note({ ownerId: bob.userId })))).toBe('invalid');
		expect(await codeOf(notes.add(sam, id, note({ text: '' })))).toBe('invalid');
		expect(await codeOf(notes.add(bob, id, note()))).toBe('not-found');
		expect(await codeOf(notes.list(bob, id))).toBe('not-found');
		await notes.remove(sam, id, made[0]!.id);
		expect(await keys()).toHaveLength(1);
	});

	it.each([
		['a picture', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...new Uint8Array(100)]), 'unsupported'],
		['nothing', new Uint8Array(0), 'invalid']
	])('takes no memo of %s, and leaves nothing of it', async (_, memo, code) => {
		const { id } = await stage.upload(sam);
		expect(await codeOf(notes.add(sam, id, note(), memo))).toBe(code);
		expect(await notes.list(sam, id)).toEqual([]);
		expect(await keys()).toHaveLength(1);
	});

	it('of another recording is not reached through one’s own', async () => {
		const mine = await stage.upload(sam);
		const theirs = await stage.upload(bob);
		const { id } = await notes.add(bob, theirs.id, note());
		expect(await codeOf(notes.change(sam, mine.id, id, { version: 1, state: 'done' }))).toBe('not-found');
		expect(await codeOf(notes.remove(sam, mine.id, id))).toBe('not-found');
	});

	it('whose author is gone is looked after by whoever looks after the recording', async () => {
		const { id } = await stage.upload(sam);
		await stage.link(tess, sam);
		const made = await notes.add(tess, id, note());
		await database
			.update(schema.recordingNotes)
			.set({ authorId: null })
			.where(eq(schema.recordingNotes.id, made.id));
		expect(await codeOf(notes.remove(sam, id, made.id))).toBe('nothing thrown');
	});
});

describe('a link', () => {
	it('shows the recording, its notes and its measurements to anybody, with sound that plays, and no address', async () => {
		await stage.link(tess, sam);
		const { id } = await stage.upload(sam);
		await notes.add(tess, id, note(), TAKE.slice());
		const made = await shares.add(tess, id, { expiresInDays: 14 });
		const token = made.url?.split('/').at(-1) ?? '';
		const shown = await shares.read(token, 'here');
		expect(shown).toMatchObject({
			...{ recording: { id, may: { write: false, delete: false }, openNotes: 1 }, analysis, feedback: null },
			notes: [{ author: { name: 'Tess' }, may: { write: false, setState: false } }]
		});
		expect(JSON.stringify(shown)).not.toContain('@');
		for (const url of [shown.fileUrl, shown.notes[0]!.memoUrl!]) {
			const search = new URL(url, 'https://x').searchParams;
			const [part, signature] = [search.get('part') as 'original', search.get('signature') ?? ''];
			const expires = Number(search.get('expires'));
			expect(await codeOf(files.read(VISITOR, id, { part, expires, signature }))).toBe('nothing thrown');
		}
		expect(await shares.list(sam, id)).toMatchObject([{ id: made.id }]);
		expect((await shares.list(sam, id))[0]).not.toHaveProperty('url');
		const kept = await database.select().from(schema.recordingShares);
		expect(JSON.stringify(kept)).not.toContain(token);
	});

	it('shows nothing once it is ended, over, forged, or its recording is gone', async () => {
		const { id } = await stage.upload(sam);
		const tokenOf = async (expiresInDays = 1) => {
			const share = await shares.add(sam, id, { expiresInDays });
			return { id: share.id, token: share.url?.split('/').at(-1) ?? '' };
		};
		const ended = await tokenOf();
		await shares.revoke(sam, id, ended.id);
		const over = await tokenOf();
		const gone = await tokenOf(90);
		expect(await codeOf(shares.revoke(bob, id, over.id))).toBe('not-found');
		expect(await codeOf(shares.add(bob, id, { expiresInDays: 1 }))).toBe('not-found');
		expect(await codeOf(shares.revoke(sam, id, ended.id))).toBe('not-found');
		clock.advance(24 * 60 * 60_000);
		expect(await codeOf(shares.read(gone.token, 'here'))).toBe('nothing thrown');
		await library.remove(sam, id);
		for (const token of [ended.token, over.token, gone.token, '', 'x'.repeat(43), 'x'.repeat(100_000)])
			expect(await codeOf(shares.read(token, 'here'))).toBe('not-found');
	});
});
