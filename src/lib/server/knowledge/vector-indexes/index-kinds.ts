// From a setting to a kind of index, and from a recorded index to the store and the embedder it was made with, as far as this deployment
// and this version still have them.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { z } from 'zod';
import { createEmbedder, type TimedCache } from '../../ai/index.ts';
import {
	createEmbeddedVectorIndex,
	createVectorizeIndex,
	type Bindings,
	type KnownVectorIds,
	type SettlingVectorIndex,
	type Settings,
	type VectorIndex
} from '../../platform/index.ts';
import type { IndexKind, IndexRecord } from './index-records.ts';

/** Where an index is kept, even one whose embedder is gone: to be emptied. */
export type IndexStore = VectorIndex & Partial<Pick<SettlingVectorIndex, 'isSettled'>>;

export interface IndexKinds {
	/** What the settings ask for. */
	wanted: IndexKind;
	/** undefined: this deployment does not bind it. */
	storeOf(record: IndexRecord, ids: KnownVectorIds): IndexStore | undefined;
	/** undefined: no embedder at hand makes vectors like those in the index. */
	embedderOf(record: IndexRecord): EmbeddingModelV4 | undefined;
}

const Provider = z
	.string()
	.transform((text) => text.split('/'))
	.pipe(z.tuple([z.enum(['embedded', 'workers-ai']), z.enum(['embedded', 'vectorize'])]));

export function createIndexKinds(
	settings: Pick<Settings, 'EMBEDDING_PROVIDER' | 'VECTOR_PROVIDER'>,
	bindings: Pick<Bindings, 'AI' | 'VECTORIZE' | 'VECTOR_INDEX'>,
	cache?: TimedCache
): IndexKinds {
	const { AI, VECTORIZE, VECTOR_INDEX } = bindings;
	const { model, dimensions } = createEmbedder(settings.EMBEDDING_PROVIDER, bindings);
	return {
		wanted: {
			provider: `${settings.EMBEDDING_PROVIDER}/${settings.VECTOR_PROVIDER}`,
			model: model.modelId,
			dimensions
		},
		storeOf(record, ids) {
			const provider = Provider.safeParse(record.provider);
			const kind = { model: record.model, dimensions: record.dimensions };
			if (provider.data?.[1] === 'embedded')
				return createEmbeddedVectorIndex({ namespace: VECTOR_INDEX, name: record.id, ...kind });
			if (provider.data === undefined || VECTORIZE === undefined) return undefined;
			return createVectorizeIndex({ binding: VECTORIZE, namespace: record.id, ...kind, ids });
		},
		embedderOf(record) {
			const provider = Provider.safeParse(record.provider).data?.[0];
			if (provider === undefined || (provider === 'workers-ai' && AI === undefined)) return undefined;
			const own = createEmbedder(provider, { AI, ...(cache === undefined ? {} : { cache }) });
			return own.model.modelId === record.model && own.dimensions === record.dimensions
				? own.model
				: undefined;
		}
	};
}
