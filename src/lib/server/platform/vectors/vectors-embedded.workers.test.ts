import { env } from 'cloudflare:workers';
import { evictDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { createEmbeddedVectorIndex } from './vectors-embedded.ts';
import { describeVectorIndex } from './vectors.contract.ts';

const open = (name: string, model: string) =>
	createEmbeddedVectorIndex({ namespace: env.VECTOR_INDEX, name, model, dimensions: 4 });

describeVectorIndex('The embedded index', { open });

it('finds after a restart what it had acknowledged before', async () => {
	const name = crypto.randomUUID();
	const index = open(name, 'model-a');
	await index.upsert([
		{ id: 'a', documentId: 'd1', values: [0, 1, 0, 0] },
		{ id: 'b', documentId: 'd2', values: [1, 0, 0, 0] }
	]);
	await index.deleteByIds(['b']);
	await evictDurableObject(env.VECTOR_INDEX.get(env.VECTOR_INDEX.idFromName(name)));
	expect(await index.query([0, 1, 0, 0], { topK: 5 })).toEqual([
		{ id: 'a', score: expect.closeTo(1, 2) as number }
	]);
	expect(await index.describe()).toEqual({ model: 'model-a', dimensions: 4, count: 1 });
});
