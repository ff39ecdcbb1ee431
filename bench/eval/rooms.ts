// The rooms an evaluation needs, put together as the product's composition root does.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { createOneIndex } from '#lib/server/knowledge/fixtures/one-index.ts';
import { createKnowledge } from '#lib/server/knowledge/index.ts';
import { createLogger } from '#lib/server/observability/index.ts';
import { createDatabase, createEmbeddedVectorIndex, systemClock } from '#lib/server/platform/index.ts';
import { createSearchModels, type SearchModelVars } from './search-models.ts';

export interface EvalEnvironment extends SearchModelVars {
	DB: D1Database;
	FILES: R2Bucket;
	VECTOR_INDEX: DurableObjectNamespace;
}

/** Of this isolate's embedder: a model's first answer tells how long its vectors are. */
let knownDimensions: Promise<number> | undefined;

async function measureVectors(embedder: EmbeddingModelV4): Promise<number> {
	const { embeddings } = await embedder.doEmbed({ values: ['music'] });
	return embeddings[0]?.length ?? 0;
}

export function createRooms(environment: EvalEnvironment) {
	const database = createDatabase(environment.DB);
	const { embedder, reranker } = createSearchModels(environment);
	const open = async () => {
		knownDimensions ??= measureVectors(embedder);
		const vectors = createEmbeddedVectorIndex({
			namespace: environment.VECTOR_INDEX,
			name: 'school',
			model: embedder.modelId,
			dimensions: await knownDimensions
		});
		return createOneIndex(vectors, embedder);
	};
	const knowledge = createKnowledge({
		database,
		objects: environment.FILES,
		indexes: {
			current: async () => (await open()).current(),
			live: async () => (await open()).live(),
			status: async () => (await open()).status(),
			start: async () => (await open()).start(),
			giveUp: async (...given) => (await open()).giveUp(...given)
		},
		reranker,
		clock: systemClock,
		log: createLogger({ level: 'warn' })
	});
	return { database, knowledge };
}
