import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SYSTEM, VISITOR, type Actor, type Role } from '#lib/shared/actor.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import { createEmbeddedEmbedder, createEmbeddedReranker, EMBEDDER_DIMENSIONS } from '../ai/index.ts';
import { createLogger } from '../observability/index.ts';
import { createDatabase, createEmbeddedVectorIndex, createManualClock, schema } from '../platform/index.ts';
import { createOneIndex } from './fixtures/one-index.ts';
import { createKnowledge, type Knowledge } from './knowledge.ts';

vi.setConfig({ testTimeout: 30_000 });

const database = createDatabase(env.DB);
const embedder = createEmbeddedEmbedder();
const clock = createManualClock();
let lines: string[] = [];
const log = createLogger({ write: (line) => void lines.push(line) });
const person = (role: Role): Actor => ({ userId: `a ${role}`, role, via: 'session' });

let knowledge: Knowledge;
let indexName: string;
let vectors: ReturnType<typeof createEmbeddedVectorIndex>;

beforeEach(async () => {
	lines = [];
	for (const table of [schema.knowledgeChunks, schema.knowledgeRevisions, schema.knowledgeDocuments])
		await database.delete(table);
	indexName = crypto.randomUUID();
	vectors = createEmbeddedVectorIndex({
		namespace: env.VECTOR_INDEX,
		name: indexName,
		model: embedder.modelId,
		dimensions: EMBEDDER_DIMENSIONS
	});
	const reranker = createEmbeddedReranker();
	const indexes = createOneIndex(vectors, embedder);
	knowledge = createKnowledge({ database, objects: env.FILES, indexes, reranker, clock, log });
});

const FEES = '# Fees\n\nA 45-minute lesson costs £30.\n\n## Hire\n\nHiring a cello costs £45 a term.';

const add = (name: string, source: string, more: Partial<Parameters<Knowledge['addDocument']>[1]> = {}) =>
	knowledge.addDocument(SYSTEM, { name, mediaType: 'text/markdown', source, ...more });
const find = async (query: string, actor: Actor = VISITOR, topK = 5) =>
	(await knowledge.search(actor, { query, topK })).passages;
const countRows = async (table: string) =>
	(await env.DB.prepare(`SELECT count(*) AS count FROM ${table}`).first<{ count: number }>())?.count;

describe('adding documents', () => {
	it('creates once, leaves alone what did not change, and revises what did', async () => {
		const created = await add('fees.md', FEES);
		expect(created).toMatchObject({ status: 'created', chunks: 2, revision: await sha256Hex(FEES) });
		expect(await add('fees.md', FEES)).toMatchObject({ status: 'unchanged', documentId: created.documentId });
		const revised = await add('fees.md', FEES.replace('£45', '£50'));
		expect(revised).toMatchObject({ status: 'revised', documentId: created.documentId, chunks: 2 });
		expect(revised.revision).not.toBe(created.revision);
		expect((await find('cello hire'))[0]?.text).toBe('Hiring a cello costs £50 a term.');
		expect(await countRows('knowledge_chunks_fts')).toBe(2);
		expect((await vectors.describe()).count).toBe(2);
	});

	it('cites exact spans of the revision, and keeps old revisions readable', async () => {
		const { documentId, revision } = await add('fees.md', FEES);
		const [passage] = await find('What does hiring a cello cost?');
		expect(passage).toMatchObject({ documentId, revision, title: 'Fees', headings: ['Fees', 'Hire'] });
		await add('fees.md', 'Everything is free now.');
		const old = await knowledge.getDocument(VISITOR, documentId, revision);
		expect(old.text.slice(passage?.start, passage?.end)).toBe('Hiring a cello costs £45 a term.');
		expect((await knowledge.getDocument(VISITOR, documentId)).text).toBe('Everything is free now.');
	});

	it('takes a new title or audience without a new text', async () => {
		await add('a.md', 'Rosin is for bows.');
		expect(await add('a.md', 'Rosin is for bows.', { title: 'Zanzibar' })).toMatchObject({
			status: 'revised'
		});
		expect((await find('zanzibar'))[0]?.title).toBe('Zanzibar');
		await add('a.md', 'Rosin is for bows.', { title: 'Zanzibar', audience: 'staff' });
		expect(await find('rosin')).toEqual([]);
	});

	it('stays with those it is for when it is added again without a word about them', async () => {
		await add('a.md', 'Rosin is for bows.', { audience: 'staff' });
		await add('a.md', 'Rosin is for bows, not for strings.');
		expect(await find('rosin')).toEqual([]);
		expect(await find('rosin', person('agent'))).toHaveLength(1);
		await add('a.md', 'Rosin is for bows.', { audience: 'public' });
		expect(await find('rosin')).toHaveLength(1);
	});

	it('takes a document of thousands of chunks in one piece', async () => {
		const source = Array.from(
			{ length: 1_500 },
			(_value, at) => `## Section ${at}\n\nNumber ${at} is about rosin.`
		).join('\n\n');
		expect(await add('long.md', source)).toMatchObject({ status: 'created', chunks: 1_500 });
		expect(await countRows('knowledge_chunks_fts')).toBe(1_500);
		await add('long.md', 'Short now, still about rosin.');
		expect(await countRows('knowledge_chunks_fts')).toBe(1);
		expect((await vectors.describe()).count).toBe(1);
	});

	it('refuses what may not write, and names that are none', async () => {
		for (const actor of [VISITOR, person('user'), person('teacher')])
			await expect(
				knowledge.addDocument(actor, { name: 'a.md', mediaType: 'text/markdown', source: 'x' })
			).rejects.toMatchObject({ code: actor === VISITOR ? 'unauthenticated' : 'forbidden' });
		for (const name of ['', '  ', 'x'.repeat(501)])
			await expect(add(name, 'text')).rejects.toMatchObject({ code: 'invalid' });
	});
});

describe('searching', () => {
	it('shows each role what its audience may read, and hides the rest as if it were not there', async () => {
		const ids = new Map<string, string>();
		for (const audience of ['public', 'students', 'teachers', 'staff'] as const)
			ids.set(
				audience,
				(await add(`${audience}.md`, `The rosin of the ${audience}.`, { audience })).documentId
			);
		const seen = async (actor: Actor) =>
			(await find('rosin', actor)).map(({ text }) => text.split(' ').at(-1)).sort();
		expect(await seen(VISITOR)).toEqual(['public.']);
		expect(await seen(person('user'))).toEqual(['public.', 'students.']);
		expect(await seen(person('teacher'))).toEqual(['public.', 'students.', 'teachers.']);
		expect(await seen(person('agent'))).toHaveLength(4);
		await expect(knowledge.getDocument(person('user'), ids.get('staff') ?? '')).rejects.toMatchObject({
			code: 'not-found'
		});
		expect((await knowledge.listDocuments(person('user'))).documents).toHaveLength(2);
	});

	it('filters by document and by tag', async () => {
		const { documentId } = await add('a.md', 'Rosin for cellos.', { tags: ['strings'] });
		await add('b.md', 'Rosin for basses.');
		const by = async (filters: { documentIds?: string[]; tags?: string[] }) =>
			(await knowledge.search(VISITOR, { query: 'rosin', topK: 5, filters })).passages.map(
				(passage) => passage.text
			);
		expect(await by({ documentIds: [documentId] })).toEqual(['Rosin for cellos.']);
		expect(await by({ tags: ['strings', 'other'] })).toEqual(['Rosin for cellos.']);
		expect(await by({ tags: ['none'] })).toEqual([]);
	});

	it('says what the index knows of each word, repaired where it was misspelled', async () => {
		await add('a.md', 'The perfect cadence closes a phrase.');
		await add('b.md', 'The plagal cadence is softer.');
		const { terms } = await knowledge.search(VISITOR, { query: 'plagal cadance carbonara', topK: 3 });
		expect(terms.map(({ stem, documentFrequency }) => [stem, documentFrequency])).toEqual([
			['plagal', 1],
			['cadenc', 2],
			['carbonara', 0]
		]);
		expect(terms[1]?.idf).toBe(0);
	});

	it('finds by a word of like meaning when nobody wrote the one that was asked for', async () => {
		await add('a.md', 'A child may bring a guardian to the first lesson.');
		await add('b.md', 'The office has a printer.');
		expect((await find('my kid'))[0]?.text).toContain('child');
	});

	it('treats everything in a query as words', async () => {
		await add('a.md', 'Rosin is for bows.');
		const hostile = [
			'"',
			'rosin"',
			'rosin OR (',
			'NEAR(rosin bows)',
			'title:rosin',
			'rosin*',
			"'; DROP TABLE users; --",
			'^rosin',
			'-rosin',
			'{a b}:x',
			'\u0000rosin',
			'\ud800 rosin',
			'%_'
		];
		for (const query of hostile) expect(Array.isArray(await find(query)), query).toBe(true);
		expect((await find('rosin OR (')).length).toBe(1);
		expect(await find('?! …')).toEqual([]);
		expect(Array.isArray(await find('rosin '.repeat(20_000)))).toBe(true);
	});

	it('goes on by words alone when the vectors are of another model, and the log says so', async () => {
		await add('a.md', 'Rosin is for bows.');
		await vectors.clear();
		const other = createEmbeddedVectorIndex({
			namespace: env.VECTOR_INDEX,
			name: indexName,
			model: 'another-model',
			dimensions: EMBEDDER_DIMENSIONS
		});
		await other.upsert([{ id: 'x', documentId: 'd', values: new Float32Array(EMBEDDER_DIMENSIONS).fill(1) }]);
		expect(await find('rosin')).toHaveLength(1);
		expect(lines.join('')).toContain('without vectors');
		expect(lines.join('')).not.toContain('rosin');
	});

	it('finds a passage without a word of the question, by what the passages with one have in common', async () => {
		const indexes = { ...createOneIndex(vectors, embedder), current: () => Promise.resolve(undefined) };
		const reranker = createEmbeddedReranker();
		const byWords = createKnowledge({ database, objects: env.FILES, indexes, reranker, clock, log });
		await add('a.md', 'An endpin holds a cello on the floor: its spike wants an anchor.');
		await add('b.md', 'The endpin of a cello ends in a spike, which slips without an anchor.');
		await add('c.md', 'On a hard floor, players of the cello put the spike into an anchor.');
		await add('d.md', 'The office opens at nine.');
		const { passages } = await byWords.search(VISITOR, { query: 'endpin', topK: 5 });
		expect(passages.map(({ title }) => title).sort()).toEqual(['a', 'b', 'c']);
		expect(passages[2]?.title).toBe('c');
	});

	it('refuses a number of passages that makes no sense', async () => {
		for (const topK of [0, 21, 1.5, Number.NaN])
			await expect(knowledge.search(VISITOR, { query: 'x', topK })).rejects.toMatchObject({
				code: 'invalid'
			});
	});

	it('never sees half a revision while it is swapped', async () => {
		const text = (word: string) =>
			Array.from({ length: 40 }, (_value, at) => `## Part ${at}\n\nRosin ${word}.`).join('\n\n');
		await add('a.md', text('old'));
		const state = { isDone: false };
		const writing = (async () => {
			for (let at = 0; at < 6; at++) await add('a.md', text(at % 2 === 0 ? 'new' : 'old'));
			state.isDone = true;
		})();
		while (!state.isDone) {
			const passages = await find('rosin', VISITOR, 20);
			expect(passages).toHaveLength(20);
			expect(new Set(passages.map(({ revision }) => revision)).size).toBe(1);
		}
		await writing;
	});
});

describe('deleting', () => {
	it('leaves nothing of a document in any store', async () => {
		const { documentId } = await add('fees.md', FEES);
		await add('fees.md', `${FEES}\n\nMore.`);
		const other = await add('other.md', 'Rosin stays.');
		await knowledge.deleteDocument(SYSTEM, documentId);
		expect(await find('cello')).toEqual([]);
		expect((await env.FILES.list({ prefix: `documents/${documentId}/` })).objects).toEqual([]);
		for (const table of [
			'knowledge_documents',
			'knowledge_revisions',
			'knowledge_chunks',
			'knowledge_chunks_fts'
		])
			expect(await countRows(table), table).toBe(1);
		const terms = await env.DB.prepare(
			`SELECT count(*) AS count FROM knowledge_terms WHERE term = 'cello'`
		).first<{ count: number }>();
		expect(terms?.count).toBe(0);
		expect((await vectors.describe()).count).toBe(1);
		await expect(knowledge.getDocument(SYSTEM, documentId)).rejects.toMatchObject({ code: 'not-found' });
		await expect(knowledge.deleteDocument(SYSTEM, documentId)).rejects.toMatchObject({ code: 'not-found' });
		expect((await knowledge.getDocument(SYSTEM, other.documentId)).text).toBe('Rosin stays.');
	});

	it('is refused to those who may not', async () => {
		const { documentId } = await add('fees.md', FEES);
		await expect(knowledge.deleteDocument(person('teacher'), documentId)).rejects.toMatchObject({
			code: 'forbidden'
		});
	});
});

describe('listing', () => {
	it('pages newest first, without gaps or repeats, and finds by part of a title or name', async () => {
		for (let at = 0; at < 5; at++) {
			clock.advance(at === 2 ? 0 : 1);
			await add(`doc-${at}.md`, `# Title ${at}%\n\nText ${at}.`);
		}
		const names: string[] = [];
		for (let cursor: string | undefined; ;) {
			const page = await knowledge.listDocuments(VISITOR, { limit: 2, cursor });
			names.push(...page.documents.map(({ name }) => name));
			cursor = page.nextCursor;
			if (cursor === undefined) break;
		}
		expect(names).toHaveLength(5);
		expect(new Set(names).size).toBe(5);
		expect(names[0]).toBe('doc-4.md');
		expect(
			(await knowledge.listDocuments(VISITOR, { text: 'title 3%' })).documents.map(({ name }) => name)
		).toEqual(['doc-3.md']);
		await expect(knowledge.listDocuments(VISITOR, { cursor: 'nonsense' })).rejects.toMatchObject({
			code: 'invalid'
		});
	});
});
