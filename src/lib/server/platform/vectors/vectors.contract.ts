// What every adapter of the vector port must do. Each run gets an index of its own that is empty; eventual adapters may wait in `settle`.
import { describe, expect, it } from 'vitest';
import type { VectorIndex } from './vectors.ts';

export interface VectorContractOptions {
	/** An empty index for vectors of four dimensions, of the named model. The same name is the same index. */
	open(name: string, model: string): VectorIndex;
	/** Waits until what was written can be found. */
	settle?: () => Promise<void>;
}

const NORTH = [0, 1, 0, 0];
const EAST = [1, 0, 0, 0];
const NORTH_EAST = [1, 1, 0, 0];

export function describeVectorIndex(
	adapter: string,
	{ open, settle = async () => {} }: VectorContractOptions
): void {
	const fresh = (model = 'model-a') => {
		const name = crypto.randomUUID();
		return { name, index: open(name, model) };
	};
	const item = (id: string, values: number[], documentId = 'd1') => ({ id, documentId, values });

	describe(`${adapter} as a vector index`, () => {
		it('finds the nearest first, with the cosine as score', async () => {
			const { index } = fresh();
			await index.upsert([item('north', NORTH), item('east', EAST), item('between', NORTH_EAST)]);
			await settle();
			const matches = await index.query([0, 5, 0, 0], { topK: 2 });
			expect(matches.map(({ id }) => id)).toEqual(['north', 'between']);
			expect(matches[0]?.score).toBeCloseTo(1, 2);
			expect(matches[1]?.score).toBeCloseTo(Math.SQRT1_2, 2);
		});

		it('replaces the vector of an id that is there', async () => {
			const { index } = fresh();
			await index.upsert([item('a', NORTH)]);
			await index.upsert([item('a', EAST)]);
			await settle();
			expect((await index.query(EAST, { topK: 5 })).map(({ id }) => id)).toEqual(['a']);
			expect(await index.query(NORTH, { topK: 5 })).toEqual([]);
			expect((await index.describe()).count).toBe(1);
		});

		it('keeps to the documents it is told to search', async () => {
			const { index } = fresh();
			await index.upsert([item('a', NORTH, 'd1'), item('b', NORTH_EAST, 'd2')]);
			await settle();
			const matches = await index.query(NORTH, { topK: 5, documentIds: ['d2'] });
			expect(matches.map(({ id }) => id)).toEqual(['b']);
		});

		it('forgets what is deleted, by id and by document, and ignores ids it does not have', async () => {
			const { index } = fresh();
			await index.upsert([
				item('a', NORTH),
				item('b', NORTH, 'd2'),
				item('c', NORTH, 'd2'),
				item('d', NORTH, 'd3')
			]);
			await index.deleteByIds(['a', 'never-there']);
			await index.deleteByDocument('d2');
			await settle();
			expect((await index.query(NORTH, { topK: 5 })).map(({ id }) => id)).toEqual(['d']);
		});

		it('says which model it holds, and refuses to mix two', async () => {
			const { name, index } = fresh('model-a');
			expect(await index.describe()).toMatchObject({ model: undefined, count: 0 });
			await index.upsert([item('a', NORTH)]);
			await settle();
			expect(await index.describe()).toEqual({ model: 'model-a', dimensions: 4, count: 1 });
			const other = open(name, 'model-b');
			await expect(other.upsert([item('b', NORTH)])).rejects.toMatchObject({ code: 'conflict' });
			await expect(other.query(NORTH, { topK: 1 })).rejects.toMatchObject({ code: 'conflict' });
			await other.clear();
			await other.upsert([item('b', NORTH)]);
			await settle();
			expect((await other.query(NORTH, { topK: 5 })).map(({ id }) => id)).toEqual(['b']);
		});

		it('refuses vectors of another size and what is not a number', async () => {
			const { index } = fresh();
			await expect(index.upsert([item('a', [1, 2])])).rejects.toMatchObject({ code: 'invalid' });
			await expect(index.upsert([item('a', [1, Number.NaN, 0, 0])])).rejects.toMatchObject({
				code: 'invalid'
			});
			// Nothing of a list is taken when one of it is refused, wherever it stands.
			const many = Array.from({ length: 600 }, (_value, at) => item(`v${at}`, NORTH));
			await expect(
				index.upsert([...many, item('b', [Number.POSITIVE_INFINITY, 0, 0, 0])])
			).rejects.toMatchObject({ code: 'invalid' });
			await expect(index.query([1], { topK: 1 })).rejects.toMatchObject({ code: 'invalid' });
			await expect(index.query([0, Number.NaN, 0, 0], { topK: 1 })).rejects.toMatchObject({
				code: 'invalid'
			});
			await settle();
			expect((await index.describe()).count).toBe(0);
		});

		it('matches nothing with a zero vector, nor in an empty index', async () => {
			const { index } = fresh();
			expect(await index.query(NORTH, { topK: 5 })).toEqual([]);
			await index.upsert([item('a', NORTH), item('zero', [0, 0, 0, 0])]);
			await settle();
			expect(await index.query([0, 0, 0, 0], { topK: 5 })).toEqual([]);
			expect((await index.query(NORTH, { topK: 5 })).map(({ id }) => id)).toEqual(['a']);
		});

		it('lets the last of several vectors of one id count', async () => {
			const { index } = fresh();
			await index.upsert([item('a', NORTH, 'd1'), item('b', EAST), item('a', EAST, 'd2')]);
			await settle();
			expect(await index.query(NORTH, { topK: 5 })).toEqual([]);
			const matches = await index.query(EAST, { topK: 5, documentIds: ['d2'] });
			expect(matches.map(({ id }) => id)).toEqual(['a']);
			expect((await index.describe()).count).toBe(2);
		});

		it('knows a vector that moved to another document only there', async () => {
			const { index } = fresh();
			await index.upsert([item('a', NORTH, 'd1')]);
			await index.upsert([item('a', NORTH, 'd2')]);
			await index.deleteByDocument('d1');
			await settle();
			expect(await index.query(NORTH, { topK: 5, documentIds: ['d1'] })).toEqual([]);
			expect(await index.query(NORTH, { topK: 5, documentIds: ['d2', 'unknown'] })).toHaveLength(1);
		});

		it('gives all it has when far more is asked for', async () => {
			const { index } = fresh();
			await index.upsert([]);
			await index.upsert([item('a', NORTH), item('b', NORTH_EAST), item('c', EAST)]);
			await settle();
			const matches = await index.query(NORTH_EAST, { topK: 1_000_000 });
			expect(matches.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c']);
		});

		it('takes many at once and gives no more than asked for', async () => {
			const { index } = fresh();
			await index.upsert(
				Array.from({ length: 1_200 }, (_value, at) => item(`v${at}`, [1, at / 1_200, 0, 0]))
			);
			await settle();
			const matches = await index.query(EAST, { topK: 10 });
			expect(matches).toHaveLength(10);
			expect(matches[0]?.id).toBe('v0');
			expect((await index.describe()).count).toBe(1_200);
		});
	});
}
