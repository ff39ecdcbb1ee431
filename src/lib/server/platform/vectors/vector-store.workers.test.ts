import { env } from 'cloudflare:workers';
import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import scan from './scan.wasm';
import { VectorStore } from './vector-store.ts';
import { createEmbeddedVectorIndex } from './vectors-embedded.ts';

const MODEL = 'model-a';
const NORTH = [0, 1, 0, 0];
const EAST = [1, 0, 0, 0];

function open(dimensions = 4) {
	const name = crypto.randomUUID();
	const index = createEmbeddedVectorIndex({ namespace: env.VECTOR_INDEX, name, model: MODEL, dimensions });
	return { index, object: env.VECTOR_INDEX.get(env.VECTOR_INDEX.idFromName(name)) };
}
const item = (id: string, values: number[], documentId = 'd1') => ({ id, documentId, values });
const block = (ids: string[], values: number[]) => ({
	ids,
	documentIds: ids.map(() => 'd1'),
	values: Float32Array.from(ids.flatMap(() => values))
});

describe('The vector store', () => {
	it('answers as a list of vectors would after any changes and restarts', async () => {
		const id = fc.integer({ min: 0, max: 150 }).map(String);
		const document = fc.integer({ min: 0, max: 4 }).map(String);
		const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 5, maxLength: 5 });
		const step = fc.oneof(
			fc.record({
				upsert: fc.array(fc.record({ id, documentId: document, values: vector }), { maxLength: 120 })
			}),
			fc.record({ deleteByIds: fc.array(id, { maxLength: 60 }) }),
			fc.record({ deleteByDocument: document }),
			fc.record({ restart: fc.constant(true) })
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 8 }), vector, async (steps, query) => {
				const { index, object } = open(5);
				const truth = new Map<string, { documentId: string; values: number[] }>();
				for (const step of steps) {
					if ('upsert' in step) {
						await index.upsert(step.upsert);
						for (const { id, ...rest } of step.upsert) truth.set(id, rest);
					} else if ('deleteByIds' in step) {
						await index.deleteByIds(step.deleteByIds);
						for (const id of step.deleteByIds) truth.delete(id);
					} else if ('deleteByDocument' in step) {
						await index.deleteByDocument(step.deleteByDocument);
						for (const [id, { documentId }] of truth)
							if (documentId === step.deleteByDocument) truth.delete(id);
					} else {
						// Only what runs can be stopped.
						await index.describe();
						await evictDurableObject(object);
					}
				}
				const cosine = (values: number[]) =>
					values.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0) /
					(Math.hypot(...values) * Math.hypot(...query));
				for (const documentIds of [undefined, ['1', '3']]) {
					const expected = [...truth]
						.filter(([, { documentId }]) => documentIds?.includes(documentId) ?? true)
						.map(([id, { values }]) => ({ id, score: cosine(values) }))
						.filter(({ score }) => score > 1e-6);
					const matches = await index.query(query, { topK: 200, ...(documentIds && { documentIds }) });
					const isCertain = ({ score }: { score: number }) => score > 1e-6;
					expect(new Map(matches.filter(isCertain).map(({ id, score }) => [id, score.toFixed(4)]))).toEqual(
						new Map(expected.map(({ id, score }) => [id, score.toFixed(4)]))
					);
				}
				expect((await index.describe()).count).toBe(truth.size);
			}),
			{ numRuns: 15 }
		);
	}, 60_000);

	it('refuses what does not fit and takes nothing of it, but still replaces what is there', async () => {
		const { index, object } = open();
		await index.upsert([item('first', EAST)]);
		await runInDurableObject(object, (_instance, { storage }) =>
			// As if the slots between were full.
			storage.sql.exec(
				"INSERT INTO vector_rows (slot, id, document, vector) SELECT 99998, 'last', document, vector FROM vector_rows"
			)
		);
		await evictDurableObject(object);
		const many = Array.from({ length: 600 }, (_value, at) => item(`v${at}`, NORTH));
		await expect(index.upsert(many)).rejects.toMatchObject({
			code: 'too-large',
			message:
				'The vector index holds at most 100000 vectors of 4 numbers: it has 99999, and 600 more do not fit.'
		});
		await expect(index.upsert(many.slice(0, 2))).rejects.toMatchObject({ code: 'too-large' });
		expect((await index.describe()).count).toBe(99_999);
		await index.upsert([item('v0', NORTH), item('first', NORTH), item('v0', NORTH)]);
		expect((await index.describe()).count).toBe(100_000);
		await index.upsert([item('first', EAST)]);
		await expect(index.upsert([item('v1', NORTH)])).rejects.toMatchObject({ code: 'too-large' });
		expect((await index.query(NORTH, { topK: 5 })).map(({ id }) => id)).toEqual(['v0']);
	});

	it('has changed nothing, in memory or on disk, when a write fails half-way', async () => {
		const { index, object } = open();
		await index.upsert([item('a', NORTH), item('b', EAST)]);
		await runInDurableObject(object, (_instance, { storage }) => {
			let isFull = false;
			const exec: SqlStorage['exec'] = (query, ...bindings: SqlStorageValue[]) => {
				if (isFull && query.includes('INTO vector_pages')) throw new Error('The disk is full');
				return storage.sql.exec(query, ...bindings);
			};
			const store = new VectorStore(
				{ sql: { exec }, transactionSync: (work) => storage.transactionSync(work) },
				scan
			);
			const found = () => store.query(MODEL, Float32Array.from(NORTH), 5).map(({ id }) => id);
			expect(found()).toEqual(['a']);
			isFull = true;
			expect(() => store.upsert(MODEL, 4, block(['b', 'c'], NORTH))).toThrow('full');
			expect(() => store.deleteByIds(['a'])).toThrow('full');
			expect(found()).toEqual(['a']);
			expect(store.describe().count).toBe(2);
			isFull = false;
			store.upsert(MODEL, 4, block(['c'], NORTH));
			expect(found()).toEqual(['a', 'c']);
		});
	});

	it('leaves nothing of a deleted vector in its pages', async () => {
		const { index, object } = open();
		await index.upsert([item('a', NORTH), item('b', EAST)]);
		await index.deleteByIds(['a', 'b']);
		await runInDurableObject(object, (_instance, { storage }) => {
			for (const table of ['vector_rows', 'vector_pages', 'vector_documents'])
				expect(storage.sql.exec(`SELECT * FROM ${table}`).toArray()).toEqual([]);
		});
	});

	it('takes over an index of the first format, and goes on with it', async () => {
		const { index, object } = open();
		await runInDurableObject(object, (_instance, { storage }) => {
			storage.sql.exec(
				`CREATE TABLE vector_index (key INTEGER PRIMARY KEY, model TEXT NOT NULL, dimensions INTEGER NOT NULL);
				CREATE TABLE vectors (id TEXT PRIMARY KEY, document_id TEXT NOT NULL, scale REAL NOT NULL, bytes BLOB NOT NULL);
				INSERT INTO vector_index VALUES (1, '${MODEL}', 4);
				INSERT INTO vectors VALUES ('a', 'd1', 0.0078, x'007F0000'), ('b', 'd2', 0.0078, x'7F000000'), ('zero', 'd2', 0, x'00000000');`
			);
		});
		expect(await index.query(NORTH, { topK: 5 })).toEqual([{ id: 'a', score: 1 }]);
		await index.upsert([item('c', NORTH)]);
		await evictDurableObject(object);
		expect((await index.query(NORTH, { topK: 5 })).map(({ id }) => id)).toEqual(['a', 'c']);
		expect((await index.describe()).count).toBe(4);
	});

	it('refuses ids, numbers of matches and sizes that make no sense', async () => {
		const { index } = open();
		for (const id of ['', 'x'.repeat(65), 'ß'.repeat(33)])
			await expect(index.upsert([item(id, NORTH)])).rejects.toMatchObject({ code: 'invalid' });
		await index.upsert([item('ß'.repeat(32), NORTH)]);
		for (const topK of [0, -1, 1.5, Number.NaN])
			await expect(index.query(NORTH, { topK })).rejects.toMatchObject({ code: 'invalid' });
		for (const dimensions of [0, 4_097])
			await expect(
				open(dimensions).index.upsert([item('a', Array<number>(dimensions).fill(1))])
			).rejects.toMatchObject({ code: 'invalid' });
	});
});
