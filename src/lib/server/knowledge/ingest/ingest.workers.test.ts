// The steps of taking a file in, killed wherever they can be, on the real database, store and index.
import { beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM, VISITOR, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { createRandom } from '#lib/shared/seeded-random.ts';
import { paragraph, writeDocx } from '../../document-parsing/fixtures/docx-writer.ts';
import { paragraphLines, writePdf } from '../../document-parsing/fixtures/pdf-writer.ts';
import { fate } from '../../platform/fixtures/fate.ts';
import { openIngestStage, type Ended } from '../fixtures/ingest-stage.ts';

const stage = openIngestStage();
beforeEach(() => stage.empty());

const ADMIN: Actor = { userId: 'ada', role: 'admin', via: 'session' };
/** Some pages with a paragraph each, which are a chunk or two. */
const handbook = (colour: string, pages = 3) =>
	writePdf({
		pages: Array.from({ length: pages }, (_, at) => [
			{ text: `Chapter ${at + 1}`, x: 72, y: 760, size: 20 },
			...paragraphLines(
				[
					`The ${colour} locker number ${at + 1} holds the key of the`,
					'instrument room and is never lent to anybody.'
				],
				{ y: 720 }
			)
		])
	});
const find = async (query: string) =>
	(await stage.knowledge.search(VISITOR, { query, topK: 3 })).passages.map(({ text }) => text);

describe('a file that is taken in', () => {
	it('is found by what it says, knows its pages, and keeps its original', async () => {
		const bytes = handbook('green');
		const { id, documentId } = await stage.begin('guides/handbook.pdf', bytes, {
			audience: 'public',
			tags: ['house']
		});
		expect(stage.started).toEqual([id]);
		await stage.run(id);
		expect(await stage.ingests.find(ADMIN, id)).toMatchObject({
			...{ status: 'done', outcome: 'created', problem: null },
			...{ pages: { done: 3, total: 3 }, chunks: { done: 3, total: 3 } }
		});
		expect((await find('green locker key'))[0]).toMatch(/^The green locker number \d holds the key/);

		const { document, revision, text } = await stage.knowledge.getDocument(VISITOR, documentId);
		expect(document).toMatchObject({
			title: 'Chapter 1',
			mediaType: 'application/pdf',
			pageCount: 3,
			tags: ['house']
		});
		const starts = await stage.originals.pageStarts(documentId, revision);
		expect(starts?.map((start) => text.slice(start, start + 11))).toEqual([
			'# Chapter 1',
			'# Chapter 2',
			'# Chapter 3'
		]);
		const original = await stage.originals.read(VISITOR, documentId, revision);
		expect(original).toMatchObject({
			contentType: 'application/pdf',
			name: 'handbook.pdf',
			sizeBytes: bytes.length
		});
		expect(new Uint8Array(await new Response(await original.open()).arrayBuffer())).toEqual(bytes);
		// Under the name the file came with, and nothing left of the way.
		expect((await stage.left()).objects).toEqual(
			[
				`documents/${documentId}/${revision}.md`,
				`documents/${documentId}/${revision}.pages.json`,
				`documents/${documentId}/handbook.pdf`
			].sort()
		);
	});

	it('again is nothing, changed a revision; the earlier one can still be read, its original not', async () => {
		const first = await stage.begin('handbook.pdf', handbook('green'));
		await stage.run(first.id);
		const before = await stage.knowledge.getDocument(VISITOR, first.documentId);
		const same = await stage.begin('handbook.pdf', handbook('green'));
		await stage.run(same.id);
		expect(await stage.ingests.find(ADMIN, same.id)).toMatchObject({ status: 'done', outcome: 'unchanged' });
		const changed = await stage.begin('handbook.pdf', handbook('yellow', 2));
		await stage.run(changed.id);
		expect(await stage.ingests.find(ADMIN, changed.id)).toMatchObject({ status: 'done', outcome: 'revised' });
		expect(await find('locker key')).toHaveLength(2);
		expect((await find('locker key')).every((text) => text.includes('yellow'))).toBe(true);
		expect((await stage.left()).vectors).toBe(2);
		const earlier = await stage.knowledge.getDocument(VISITOR, first.documentId, before.revision);
		expect(earlier.text).toContain('green');
		await expect(stage.originals.read(VISITOR, first.documentId, before.revision)).rejects.toMatchObject({
			code: 'not-found'
		});
	});

	it('may be a Word document, or text of any length', async () => {
		const word = await stage.begin(
			'rules.docx',
			writeDocx({ body: paragraph('The orange door is shut at night.') })
		);
		await stage.run(word.id);
		const text = `# Many\n\n${Array.from({ length: 2_000 }, (_, at) => `Paragraph ${at} speaks of ${'a thing '.repeat(12)}and the purple${at} piano.`).join('\n\n')}`;
		const many = await stage.begin('many.md', text);
		await stage.run(many.id);
		expect((await find('orange door'))[0]).toBe('The orange door is shut at night.');
		expect((await find('purple777'))[0]).toContain('purple777 piano');
		const { chunks } = await stage.ingests.find(ADMIN, many.id);
		expect(chunks.total).toBeGreaterThan(400);
		expect((await stage.left()).vectors).toBe(chunks.total + 1);
	});

	it('gives way to a newer one of the same name', async () => {
		const older = await stage.begin('handbook.pdf', handbook('green'));
		const newer = await stage.begin('handbook.pdf', handbook('yellow'));
		await stage.run(newer.id);
		await stage.run(older.id);
		expect(await stage.ingests.find(ADMIN, older.id)).toMatchObject({ status: 'cancelled' });
		expect((await find('locker key')).every((text) => text.includes('yellow'))).toBe(true);
		expect((await stage.left()).objects).toHaveLength(3);
	});

	it('ends quietly when it is cancelled, or its document deleted, at any moment', async () => {
		for (const how of ['cancelled', 'deleted'] as const)
			for (let at = 1; ; at++) {
				await stage.empty();
				const old = await stage.begin('handbook.pdf', handbook('green'));
				await stage.run(old.id);
				stage.clock.advance(1);
				const next = await stage.begin('handbook.pdf', handbook('yellow'));
				const meddled = fate(at, async () => {
					if (how === 'cancelled') await stage.ingests.remove(ADMIN, next.id);
					else
						await stage.knowledge.deleteDocument(SYSTEM, next.documentId).catch((thrown: unknown) => {
							if (!(thrown instanceof AppError)) throw thrown;
						});
				});
				await stage.run(next.id, { over: meddled.over });
				const colours = new Set((await find('locker key')).map((text) => /green|yellow/.exec(text)?.[0]));
				const where = `${how} at ${at}`;
				if (meddled.calls < at) break;
				expect(
					(await stage.left()).objects.filter((key) => key.includes('ingest-')),
					where
				).toEqual([]);
				if (how === 'cancelled') expect([where, colours.size]).toEqual([where, 1]);
				const { documents, chunks, vectors, ingests } = await stage.left();
				expect([where, chunks.length, vectors]).toEqual([where, documents.length * 3, documents.length * 3]);
				expect(ingests.flat()).not.toContain('failed');
				if (documents.length === 0) expect([where, (await stage.left()).objects]).toEqual([where, []]);
			}
	});
});

describe('a file that cannot be taken in', () => {
	const content: [string, string, Uint8Array | string, RegExp][] = [
		['is no PDF but says so', 'notes.pdf', 'Only text.', /named \.pdf, but it is none/],
		['is a broken PDF, whatever its name', 'notes.md', '%PDF-1.4 nothing', /broken/],
		['is an old Word document', 'old.doc', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3), /before 2007/],
		['is a picture', 'scan.pdf', writePdf({ pages: [[]] }), /text recognition/],
		['has not a word in it', 'blank.txt', '  \n\t ', /no readable text/]
	];
	it.each(content)('because it %s says why, and leaves what was there', async (_, name, bytes, words) => {
		const before = await stage.begin(name, '# Before\n\nThe crimson carpet lies in the hall.');
		// The same name, read as what it is.
		await stage.database.run(`UPDATE knowledge_ingests SET name = 'before.md' WHERE id = '${before.id}'`);
		await stage.run(before.id);
		const { id } = await stage.begin(name, bytes);
		await stage.run(id);
		const ended = await stage.ingests.find(ADMIN, id);
		expect(ended).toMatchObject({ status: 'failed', problem: expect.stringMatching(words) as string });
		expect(await find('crimson carpet')).toEqual(['The crimson carpet lies in the hall.']);
	});

	it('is refused before it is kept when it is empty, too large, or comes without its length', async () => {
		await expect(stage.begin('a.pdf', '')).rejects.toMatchObject({ code: 'invalid' });
		await expect(stage.begin('a.pdf', 'x', { sizeBytes: 21 * 1024 * 1024 })).rejects.toMatchObject({
			code: 'too-large'
		});
		await expect(stage.begin('a.pdf', 'x', { sizeBytes: undefined })).rejects.toMatchObject({
			code: 'invalid'
		});
		await expect(stage.begin('a.pdf', 'shorter', { sizeBytes: 100 })).rejects.toMatchObject({
			code: 'invalid'
		});
		await expect(stage.begin(' ', 'x')).rejects.toMatchObject({ code: 'invalid' });
		expect(await stage.left()).toMatchObject({ ingests: [], objects: [] });
	});

	it('can be tried again, and forgotten', async () => {
		const { id } = await stage.begin('handbook.pdf', handbook('green'));
		await stage.run(id, { parse: () => Promise.reject(new Error('out of order')) });
		expect(await stage.ingests.find(ADMIN, id)).toMatchObject({
			status: 'failed',
			problem: expect.stringContaining('tried again') as string
		});
		expect(await stage.ingests.retry(ADMIN, id)).toMatchObject({ status: 'waiting', problem: null });
		await expect(stage.ingests.retry(ADMIN, id)).rejects.toMatchObject({ code: 'conflict' });
		await stage.run(id);
		expect(await find('green locker')).toHaveLength(3);
		await stage.ingests.remove(ADMIN, id);
		expect(await stage.ingests.list(ADMIN)).toEqual([]);
		await expect(stage.ingests.find(ADMIN, id)).rejects.toMatchObject({ code: 'not-found' });
		await expect(stage.ingests.retry(ADMIN, id)).rejects.toMatchObject({ code: 'not-found' });
	});

	it('is gone on with by whoever looks, and once a day, when nothing was heard of it for long', async () => {
		const { id } = await stage.begin('handbook.pdf', handbook('green'));
		// As if it had been killed before its alarm was set.
		const startedBy = async (look: () => Promise<unknown>) => {
			stage.started.length = 0;
			await look();
			return [...stage.started];
		};
		const looks = [
			() => stage.ingests.list(ADMIN),
			() => stage.ingests.find(ADMIN, id),
			() => stage.ingests.sweep()
		];
		for (const look of looks) expect(await startedBy(look)).toEqual([]);
		stage.clock.advance(91_000);
		for (const look of looks) expect(await startedBy(look)).toEqual([id]);
		await stage.run(id);
		stage.clock.advance(91_000);
		for (const look of looks) expect(await startedBy(look)).toEqual([]);
	});

	it('is given up when reading it kills whoever reads it', async () => {
		const { id } = await stage.begin('handbook.pdf', handbook('green'));
		for (let run = 0; run < 12; run++) {
			let die = (): void => undefined;
			const died = new Promise<void>((resolve) => (die = resolve));
			const parse = () => {
				die();
				return new Promise<never>(() => undefined);
			};
			await Promise.race([stage.run(id, { parse }), died]);
			if ((await stage.ingests.find(ADMIN, id)).status === 'failed') break;
		}
		expect(await stage.ingests.find(ADMIN, id)).toMatchObject({
			status: 'failed',
			problem: expect.stringContaining('again and again') as string
		});
	});
});

it('killed wherever it can be, and again soon after, it ends with one complete revision', async () => {
	const random = createRandom(7);
	const scene = async () => {
		await stage.empty();
		const old = await stage.begin('handbook.pdf', handbook('green', 4));
		await stage.run(old.id);
		stage.clock.advance(1);
		return (await stage.begin('handbook.pdf', handbook('yellow'))).id;
	};
	const counted = fate(Number.MAX_SAFE_INTEGER, 'die');
	await stage.run(await scene(), { over: counted.over });
	const whole = await stage.left();
	expect(whole).toMatchObject({
		vectors: 3,
		ingests: [
			['done', 'revised'],
			['done', 'created']
		]
	});
	expect(counted.calls).toBeGreaterThan(12);
	for (let at = 1; at <= counted.calls; at++) {
		const id = await scene();
		const ended: Ended = new Map();
		const deaths = [at, 1 + Math.floor(random() * 6)];
		for (const death of deaths) {
			const killed = fate(death, 'die');
			// Every other time the instance itself is lost, and begins from the first step.
			await Promise.race([
				stage.run(id, { over: killed.over, ended: at % 2 === 0 ? ended : new Map<string, string | null>() }),
				killed.died
			]);
			// Whenever it was killed: all of the old, or all of the new.
			const colours = (await find('locker key')).map((text) => /green|yellow/.exec(text)?.[0]);
			expect(new Set(colours).size, `killed at ${deaths.join(' and ')}`).toBe(1);
		}
		await stage.run(id, { ended: at % 2 === 0 ? ended : new Map<string, string | null>() });
		expect({ at, ...(await stage.left()) }).toEqual({ at, ...whole });
	}
});

it('only who looks after the knowledge sends, sees, stops or tries again', async () => {
	const { id } = await stage.begin('handbook.pdf', handbook('green'));
	const agent: Actor = { userId: 'bo', role: 'agent', via: 'session' };
	for (const attempt of [
		() => stage.ingests.begin(agent, { name: 'a.pdf', sizeBytes: 1, body: new Response('x').body }),
		() => stage.ingests.list(agent),
		() => stage.ingests.find(agent, id),
		() => stage.ingests.retry(agent, id),
		() => stage.ingests.remove(agent, id)
	])
		await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
});
