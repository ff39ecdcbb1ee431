// The rooms an evaluation needs, put together as the product's composition root does.
import { createEmbeddedEmbedder, createEmbeddedReranker, EMBEDDER_DIMENSIONS } from '#lib/server/ai/index.ts';
import { createOneIndex } from '#lib/server/knowledge/fixtures/one-index.ts';
import { createKnowledge } from '#lib/server/knowledge/index.ts';
import { createLogger } from '#lib/server/observability/index.ts';
import { createDatabase, createEmbeddedVectorIndex, systemClock } from '#lib/server/platform/index.ts';

export interface EvalEnvironment {
	DB: D1Database;
	FILES: R2Bucket;
	VECTOR_INDEX: DurableObjectNamespace;
}

export function createRooms(environment: EvalEnvironment) {
	const database = createDatabase(environment.DB);
	const embedder = createEmbeddedEmbedder();
	const vectors = createEmbeddedVectorIndex({
		namespace: environment.VECTOR_INDEX,
		name: 'school',
		model: embedder.modelId,
		dimensions: EMBEDDER_DIMENSIONS
	});
	const reranker = createEmbeddedReranker();
	const knowledge = createKnowledge({
		database,
		objects: environment.FILES,
		indexes: createOneIndex(vectors, embedder),
		reranker,
		clock: systemClock,
		log: createLogger({ level: 'warn' })
	});
	return { database, knowledge };
}
