// The port of the vector index: ids and vectors only, cosine similarity. Adapters: embedded (a Durable Object) and, in production,
// Vectorize; each must pass vectors.contract.ts. An index belongs to one embedding model: vectors of two models cannot be compared.

export interface VectorItem {
	/** At most 64 bytes, unique in the index: the same id again replaces the vector. */
	id: string;
	documentId: string;
	values: ArrayLike<number>;
}

export interface VectorMatch {
	id: string;
	/** Cosine, -1..1. */
	score: number;
}

export interface VectorQuery {
	/** A whole number from 1; above VECTOR_TOP_K_LIMIT it means that limit. */
	topK: number;
	/** Only vectors of these documents. */
	documentIds?: readonly string[];
}

export interface VectorIndexDescription {
	/** The embedding model of the stored vectors; undefined while the index is empty. */
	model: string | undefined;
	dimensions: number;
	count: number;
}

/**
 * Every method throws AppError `unavailable` when the store cannot be reached, and `invalid` for vectors of a wrong size or with NaN or
 * an infinity in them.
 */
export interface VectorIndex {
	/**
	 * Throws `conflict` when the index holds vectors of another model (clear it and embed everything again), and `too-large` when it
	 * cannot hold so many; then none of the items is taken. Of several items of one id the last one counts.
	 */
	upsert(items: readonly VectorItem[]): Promise<void>;
	/** Best first. A zero vector matches nothing. Throws `conflict` like upsert. */
	query(values: ArrayLike<number>, query: VectorQuery): Promise<VectorMatch[]>;
	/** Ids that are not there are ignored. */
	deleteByIds(ids: readonly string[]): Promise<void>;
	deleteByDocument(documentId: string): Promise<void>;
	clear(): Promise<void>;
	describe(): Promise<VectorIndexDescription>;
}

export const VECTOR_TOP_K_LIMIT = 500;

/** Whether every number is one, also as the float32 that it will be. */
export function isFiniteVector(values: ArrayLike<number>): boolean {
	for (let at = 0; at < values.length; at++)
		if (!Number.isFinite(Math.fround(values[at] as number))) return false;
	return true;
}
