// From a setting to a kind of index, and from a recorded index to the store and the embedder it was made with, as far as this deployment
// and this version still have them.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { z } from 'zod';
import {
	createEmbedder,
	remoteProviders,
	type EmbedderDependencies,
	type EmbedderSettings,
	type EmbeddingProvider
} from '../../ai/index.ts';
import {
	createEmbeddedVectorIndex,
	createVectorizeIndex,
	type Bindings,
	type KnownVectorIds,
	type SettlingVectorIndex,
	type Settings,
	type VectorIndex
} from '../../platform/index.ts';
import { isOfKind, type IndexKind, type IndexRecord, type WantedKind } from './index-records.ts';

/** Where an index is kept, even one whose embedder is gone: to be emptied. */
export type IndexStore = VectorIndex & Partial<Pick<SettlingVectorIndex, 'isSettled'>>;

export interface IndexKinds {
	/** What the settings ask for. */
	wanted: WantedKind;
	/** What is kept beside it, in the order in which a search falls back to them. */
	standbys: readonly WantedKind[];
	/** The kind with the size of its vectors, which its model is asked for where nobody knows it. Throws AppError. */
	measure(kind: WantedKind): Promise<IndexKind>;
	/** undefined: this deployment does not bind it. */
	storeOf(record: IndexRecord, ids: KnownVectorIds): IndexStore | undefined;
	/** undefined: no embedder at hand makes vectors like those in the index. */
	embedderOf(record: IndexRecord): EmbeddingModelV4 | undefined;
}

/** What an index is to be when it is full; undefined: nobody wants it any more. */
export function placeOf(
	kind: IndexKind,
	{ wanted, standbys }: Pick<IndexKinds, 'wanted' | 'standbys'>
): 'active' | 'standby' | undefined {
	if (isOfKind(kind, wanted)) return 'active';
	return standbys.some((standby) => isOfKind(kind, standby)) ? 'standby' : undefined;
}

const Provider = z
	.string()
	.transform((text) => text.split('/'))
	.pipe(
		z.tuple([z.enum(['embedded', 'openai-compatible', 'workers-ai']), z.enum(['embedded', 'vectorize'])])
	);

export type IndexSettings = EmbedderSettings &
	Pick<Settings, 'EMBEDDING_PROVIDER' | 'EMBEDDING_FALLBACKS' | 'VECTOR_PROVIDER'>;

export function createIndexKinds(
	settings: IndexSettings,
	{ VECTORIZE, VECTOR_INDEX }: Pick<Bindings, 'VECTORIZE' | 'VECTOR_INDEX'>,
	dependencies: EmbedderDependencies
): IndexKinds {
	const open = (provider: EmbeddingProvider, dimensions?: number) =>
		createEmbedder(provider, settings, dependencies, dimensions);

	function kindOf(provider: EmbeddingProvider, store: Settings['VECTOR_PROVIDER']): WantedKind {
		const embedder = open(provider);
		if (embedder === undefined) throw new Error('settings were not parsed');
		return {
			provider: `${provider}/${store}`,
			model: embedder.model.modelId,
			dimensions: embedder.dimensions
		};
	}

	const { EMBEDDING_PROVIDER: primary, EMBEDDING_FALLBACKS: fallbacks } = settings;
	const wanted = kindOf(primary, settings.VECTOR_PROVIDER);
	// In an object of our own whatever the other is kept in: its store may be what is away.
	const standbys = [...remoteProviders(primary, fallbacks).slice(1), 'embedded' as const]
		.map((provider) => kindOf(provider, 'embedded'))
		.filter(({ provider }) => provider !== wanted.provider);

	return {
		wanted,
		standbys,
		async measure(kind) {
			const { dimensions } = kind;
			if (dimensions !== undefined) return { ...kind, dimensions };
			const embedder = open(Provider.parse(kind.provider)[0]);
			if (embedder === undefined) throw new Error('settings were not parsed');
			const { embeddings } = await embedder.model.doEmbed({
				// Two, as no question comes: what was remembered of one may be older than the model.
				values: [PROBE, PROBE],
				// A search may be waiting for this.
				providerOptions: { segue: { purpose: 'query' } }
			});
			return { ...kind, dimensions: embeddings[0]?.length ?? 0 };
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
			const own = provider && open(provider, record.dimensions);
			const isSame = own?.model.modelId === record.model && own.dimensions === record.dimensions;
			return isSame ? own.model : undefined;
		}
	};
}

/** Any text has a vector of the size that all have. */
const PROBE = 'How long is a lesson?';
