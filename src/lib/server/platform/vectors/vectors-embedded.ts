// The embedded adapter of the vector port: one Durable Object a school, spoken to by RPC.
import { AppError, fromOutcome, type Outcome } from '#lib/shared/errors.ts';
import type { VectorBlock } from './vector-store.ts';
import {
	isFiniteVector,
	type VectorIndex,
	type VectorIndexDescription,
	type VectorItem,
	type VectorMatch
} from './vectors.ts';

/** What the object offers; worker/vector-index.object.ts implements it. */
export interface VectorIndexRpc {
	admit(model: string, dimensions: number, ids: readonly string[]): Promise<Outcome<void>>;
	upsert(model: string, dimensions: number, block: VectorBlock): Promise<Outcome<void>>;
	query(
		model: string,
		values: Float32Array,
		topK: number,
		documentIds?: readonly string[]
	): Promise<Outcome<VectorMatch[]>>;
	deleteByIds(ids: readonly string[]): Promise<Outcome<void>>;
	deleteByDocument(documentId: string): Promise<Outcome<void>>;
	clear(): Promise<Outcome<void>>;
	describe(): Promise<Outcome<VectorIndexDescription>>;
}

export interface EmbeddedVectorIndexOptions {
	namespace: DurableObjectNamespace;
	/** Which index: its object's name. */
	name: string;
	model: string;
	dimensions: number;
}

/** Items in one call: a block of 768 float32 each stays well below the limit of a message. */
const UPSERT_BATCH = 500;

export function createEmbeddedVectorIndex({
	namespace,
	name,
	model,
	dimensions
}: EmbeddedVectorIndexOptions): VectorIndex {
	async function call<T>(work: (object: VectorIndexRpc) => Promise<Outcome<T>>): Promise<T> {
		// A stub whose object was reset stays broken: take a fresh one for every call.
		const object = namespace.get(namespace.idFromName(name)) as unknown as VectorIndexRpc;
		let outcome: Outcome<T>;
		try {
			outcome = await work(object);
		} catch (cause) {
			throw new AppError('unavailable', 'The vector index cannot be reached.', { cause });
		}
		return fromOutcome(outcome);
	}

	function refuseUnfit(values: ArrayLike<number>): void {
		if (values.length !== dimensions)
			throw new AppError(
				'invalid',
				`A vector of this index must have ${dimensions} numbers, not ${values.length}.`
			);
		if (!isFiniteVector(values))
			throw new AppError('invalid', 'A vector holds something that is not a number.');
	}

	return {
		async upsert(items: readonly VectorItem[]) {
			// All of it is looked at before any of it is sent: of a list that is refused nothing may be left behind.
			for (const { values } of items) refuseUnfit(values);
			if (items.length > UPSERT_BATCH)
				await call((object) =>
					object.admit(
						model,
						dimensions,
						items.map(({ id }) => id)
					)
				);
			for (let from = 0; from < items.length; from += UPSERT_BATCH) {
				const batch = items.slice(from, from + UPSERT_BATCH);
				const values = new Float32Array(batch.length * dimensions);
				for (const [at, item] of batch.entries()) values.set(item.values, at * dimensions);
				const ids = batch.map(({ id }) => id);
				const documentIds = batch.map(({ documentId }) => documentId);
				await call((object) => object.upsert(model, dimensions, { ids, documentIds, values }));
			}
		},
		async query(values, { topK, documentIds }) {
			refuseUnfit(values);
			return call((object) => object.query(model, Float32Array.from(values), topK, documentIds));
		},
		deleteByIds: (ids) => call((object) => object.deleteByIds(ids)),
		deleteByDocument: (documentId) => call((object) => object.deleteByDocument(documentId)),
		clear: () => call((object) => object.clear()),
		describe: () => call((object) => object.describe())
	};
}
