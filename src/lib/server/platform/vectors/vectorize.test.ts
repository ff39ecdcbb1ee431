import { beforeEach, describe, expect, it } from 'vitest';
import { createFakeVectorize, type FakeVectorize } from './fixtures/fake-vectorize.ts';
import { fromVectorizeId, toVectorizeId } from './vectorize-ids.ts';
import { createVectorizeIndex, type KnownVectorIds } from './vectorize.ts';
import { describeVectorIndex } from './vectors.contract.ts';

let fake: FakeVectorize;
beforeEach(() => {
	fake = createFakeVectorize({ dimensions: 4 });
});

/** Knows every id that was ever written, as the product's tables do; of which document, it finds out by asking for all. */
const idsIn = (namespace: string): KnownVectorIds => {
	const all = () => fake.allIds().flatMap((id) => fromVectorizeId(namespace, id) ?? []);
	return {
		ofDocument: async (documentId) => all().filter((id) => documentOf.get(id) === documentId),
		async *all() {
			yield all();
		}
	};
};
const documentOf = new Map<string, string>();
/** As short as the product's own. */
const namespaceOf = (name: string) => name.slice(0, 8);

function open(name: string, model = 'model-a') {
	const namespace = namespaceOf(name);
	const index = createVectorizeIndex({
		binding: fake.binding,
		namespace,
		model,
		dimensions: 4,
		ids: idsIn(namespace),
		timeoutMs: 50
	});
	return {
		...index,
		upsert: (items: Parameters<typeof index.upsert>[0]) => {
			for (const { id, documentId } of items) documentOf.set(id, documentId);
			return index.upsert(items);
		}
	};
}

describeVectorIndex('Vectorize', {
	open,
	settle: async () => {
		fake.settle();
	}
});

describe('Vectorize', () => {
	const item = (id: string, values: number[], documentId = 'd1') => ({ id, documentId, values });
	const EAST = [1, 0, 0, 0];

	it('shows what was written only when it says that it has settled', async () => {
		const index = open('settle');
		await index.upsert([item('a', EAST)]);
		expect(await index.query(EAST, { topK: 1 })).toEqual([]);
		expect(await index.isSettled('t1')).toBe(false);
		expect(await index.isSettled('t1')).toBe(false);
		fake.settle();
		expect(await index.isSettled('t1')).toBe(true);
		expect(await index.query(EAST, { topK: 1 })).toMatchObject([{ id: 'a' }]);
		expect(await index.isSettled('t2')).toBe(false);
	});

	it('keeps two namespaces apart that hold the same ids', async () => {
		const [one, two] = [open('one', 'model-a'), open('two', 'model-b')];
		await one.upsert([item('a', EAST)]);
		await two.upsert([item('a', [0, 1, 0, 0])]);
		fake.settle();
		expect(await one.query(EAST, { topK: 5 })).toMatchObject([{ id: 'a', score: 1 }]);
		await one.clear();
		fake.settle();
		expect(await one.query(EAST, { topK: 5 })).toEqual([]);
		expect(await two.query([0, 1, 0, 0], { topK: 5 })).toMatchObject([{ id: 'a', score: 1 }]);
	});

	it('searches a hundred documents within the size a filter may have', async () => {
		const index = open('many');
		const documents = Array.from({ length: 100 }, () => crypto.randomUUID());
		await index.upsert(documents.map((documentId, at) => item(`v${at}`, [1, at / 100, 0, 0], documentId)));
		await index.upsert([item('elsewhere', EAST, crypto.randomUUID())]);
		fake.settle();
		const matches = await index.query(EAST, { topK: 500, documentIds: documents });
		expect(matches).toHaveLength(100);
		expect(matches[0]?.id).toBe('v0');
		expect(await index.query(EAST, { topK: 5, documentIds: [] })).toEqual([]);
	});

	it('asks once an isolate which model a namespace holds, and then searches in one call', async () => {
		const index = open('once');
		await index.upsert([item('a', EAST)]);
		fake.settle();
		fake.calls.length = 0;
		await index.query(EAST, { topK: 5 });
		await open('once').query(EAST, { topK: 5 });
		expect(fake.calls).toEqual(['query', 'query']);
	});

	it('forgets the vector of a text that has none any more', async () => {
		const index = open('zero');
		await index.upsert([item('a', EAST), item('b', EAST)]);
		await index.upsert([item('a', [0, 0, 0, 0])]);
		fake.settle();
		expect((await index.query(EAST, { topK: 5 })).map(({ id }) => id)).toEqual(['b']);
	});

	it('says what may be tried again', async () => {
		const index = open('errors');
		fake.fail(new Error('VECTOR_QUERY_ERROR (code = 40006): dimensions'));
		await expect(index.query(EAST, { topK: 5 })).rejects.toMatchObject({
			code: 'unavailable',
			retryable: false
		});
		fake.fail(new Error('Network connection lost.'));
		await expect(index.upsert([item('a', EAST)])).rejects.toMatchObject({
			code: 'unavailable',
			retryable: true
		});
	});

	it('does not wait for ever', async () => {
		const binding = { query: () => new Promise(() => undefined), getByIds: () => Promise.resolve([]) };
		const index = createVectorizeIndex({
			binding: binding as unknown as Vectorize,
			namespace: 'n',
			model: 'm',
			dimensions: 4,
			ids: idsIn('n'),
			timeoutMs: 10
		});
		await expect(index.query(EAST, { topK: 5 })).rejects.toMatchObject({ code: 'unavailable' });
	});
});

describe('an id in Vectorize', () => {
	it('holds its namespace and a chunk’s whole id in 64 bytes, and gives it back', () => {
		const id = `${crypto.randomUUID()}:0123456789abcdef:123456`;
		const whole = toVectorizeId('k0123456789', id);
		expect(whole.length).toBeLessThanOrEqual(64);
		expect(fromVectorizeId('k0123456789', whole)).toBe(id);
		expect(fromVectorizeId('other', whole)).toBeUndefined();
		expect(fromVectorizeId('n', toVectorizeId('n', 'north/é'))).toBe('north/é');
		expect(() => toVectorizeId('n', 'x'.repeat(64))).toThrow('too long');
	});
});
