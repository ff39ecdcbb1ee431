// What every embedder must do for the knowledge room: vectors of its size, one a text and in order, whatever the text is.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';

export interface EmbedderContractOptions {
	open(): EmbeddingModelV4;
	dimensions: number;
}

export function describeEmbedder(name: string, { open, dimensions }: EmbedderContractOptions): void {
	const embed = async (values: string[], more: Partial<Parameters<EmbeddingModelV4['doEmbed']>[0]> = {}) =>
		(await open().doEmbed({ values, ...more })).embeddings;
	const cosine = (a: number[] = [], b: number[] = []) => {
		const dot = (left: number[], right: number[]) =>
			left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
		return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
	};

	describe(`${name} as an embedder`, () => {
		it('gives one vector of its size for each text, in their order', async () => {
			const texts = ['a cello lesson', 'rosin for a bow', 'a cello lesson'];
			const vectors = await embed(texts);
			expect(vectors.map(({ length }) => length)).toEqual([dimensions, dimensions, dimensions]);
			expect(vectors[2]).toEqual(vectors[0]);
			expect(vectors[1]).not.toEqual(vectors[0]);
			expect(vectors.flat().every(Number.isFinite)).toBe(true);
		});

		it('puts a text nearer to itself than to another', async () => {
			const [a, again, other] = await embed(['hire a cello', 'hire a cello', 'dominant seventh']);
			expect(cosine(a, again)).toBeCloseTo(1, 5);
			expect(cosine(a, other)).toBeLessThan(0.99);
		});

		it('takes as many as it says, and none', async () => {
			const most = open().maxEmbeddingsPerCall;
			const many = Array.from({ length: Math.min(250, (await most) ?? 250) }, (_value, at) => `text ${at}`);
			expect(await embed(many)).toHaveLength(many.length);
			expect(await embed([])).toEqual([]);
		});

		it('gives a text without a word the zero vector, wherever it stands', async () => {
			const [first, empty, blank, last] = await embed(['cello', '', ' \n ', 'cello']);
			expect(empty).toEqual(new Array(dimensions).fill(0));
			expect(blank).toEqual(new Array(dimensions).fill(0));
			expect(first).toEqual(last);
		});

		it('takes a very long text', async () => {
			expect((await embed(['cello '.repeat(20_000)]))[0]).toHaveLength(dimensions);
		});

		it('stops when it is told to', async () => {
			const stopping = async () => embed(['x'], { abortSignal: AbortSignal.abort(new Error('enough')) });
			await expect(stopping()).rejects.toThrow('enough');
		});
	});
}
