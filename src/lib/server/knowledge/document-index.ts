// How the chunks of a revision get into the indexes. A search sees a revision whole or not at all: vectors come first (one whose chunk is not
// there yet is passed over), then one transaction puts chunks and terms in place, then the vectors of what was replaced go.
import type { SQL } from 'drizzle-orm';
import { AppError } from '#lib/shared/errors.ts';
import type { Chunk } from './chunker.ts';
import { chunkId } from './document-keys.ts';
import { embedChunks } from './embed-chunks.ts';
import { indexTerms } from './index-terms.ts';
import type { DocumentRow, IndexedChunk, KnowledgeStore } from './store.ts';
import type { OpenIndex, VectorIndexes } from './vector-indexes/index.ts';

export interface DocumentIndex {
	/** Puts the vectors of these chunks into the index in force, and into those that stand by. Gives their ids; undefined where searches go by words alone. */
	embed(document: DocumentRow, pieces: readonly Chunk[]): Promise<string | undefined>;
	/** `along`: what happens in the same transaction, or calls it off. */
	putInForce(document: DocumentRow, pieces: readonly Chunk[], along?: readonly SQL[]): Promise<void>;
	/** Behind it; may be done twice. `embeddedIn`: where the vectors are already, as `embed` says it. `replaced`: ids of chunks that were in force before. */
	settle(
		document: DocumentRow,
		pieces: readonly Chunk[],
		known: { embeddedIn: string | undefined; replaced: readonly string[] }
	): Promise<void>;
	/** Takes the vectors of chunks out again that were never put in force. */
	discard(chunkIds: readonly string[]): Promise<void>;
}

export function createDocumentIndex({
	store,
	indexes
}: {
	store: KnowledgeStore;
	indexes: Pick<VectorIndexes, 'current' | 'live' | 'giveUp'>;
}): DocumentIndex {
	async function putInto(
		{ embedder, vectors }: OpenIndex,
		{ id: documentId, title, revision }: DocumentRow,
		pieces: readonly Chunk[]
	): Promise<void> {
		const values = await embedChunks(
			embedder,
			pieces.map((piece) => ({ ...piece, title }))
		);
		await vectors.upsert(
			pieces.map(({ ordinal }, at) => ({
				id: chunkId(documentId, revision, ordinal),
				documentId,
				values: values[at] ?? []
			}))
		);
	}

	/** What was in the way; undefined: it is done. */
	async function tryInto(...into: Parameters<typeof putInto>): Promise<string | undefined> {
		try {
			await putInto(...into);
			return undefined;
		} catch (thrown) {
			if (thrown instanceof AppError) return thrown.message;
			throw thrown;
		}
	}

	return {
		async embed(document, pieces) {
			const known = await indexes.current();
			if (known === undefined) return undefined;
			await putInto(known, document, pieces);
			const there = [known.id];
			for (let next = known.standby; next !== undefined; next = next.standby)
				// What is not in it yet is tried again behind the transaction.
				if ((await tryInto(next, document, pieces)) === undefined) there.push(next.id);
			return there.join(' ');
		},

		async putInForce(document, pieces, along = []) {
			const { id: documentId, title, revision } = document;
			const indexed: IndexedChunk[] = pieces.map((piece) => ({
				...piece,
				id: chunkId(documentId, revision, piece.ordinal),
				terms: indexTerms({ title, headings: piece.headings.join('\n'), body: piece.text })
			}));
			await store.putInForce(document, indexed, along);
		},

		async settle(document, pieces, { embeddedIn, replaced }) {
			// Another index may have taken the place of the one that was known: from here on it would have seen the new chunks itself.
			const { written, stores } = await indexes.live();
			const there = new Set(embeddedIn?.split(' '));
			for (const [at, index] of written.entries()) {
				if (there.has(index.id)) continue;
				if (at === 0) await putInto(index, document, pieces);
				else {
					// The knowledge does not wait for a model that nobody asks.
					const problem = await tryInto(index, document, pieces);
					if (problem !== undefined) await indexes.giveUp(index.id, problem);
				}
			}
			const kept = new Set(pieces.map(({ ordinal }) => chunkId(document.id, document.revision, ordinal)));
			const gone = replaced.filter((id) => !kept.has(id));
			if (gone.length > 0) await Promise.all(stores.map((vectors) => vectors.deleteByIds(gone)));
		},

		async discard(chunkIds) {
			const there = new Set(await store.existingChunkIds(chunkIds));
			const gone = chunkIds.filter((id) => !there.has(id));
			const { stores } = await indexes.live();
			if (gone.length > 0) await Promise.all(stores.map((vectors) => vectors.deleteByIds(gone)));
		}
	};
}
