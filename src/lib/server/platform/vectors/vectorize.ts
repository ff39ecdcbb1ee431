// The adapter of the vector port for Vectorize: one index of the port is one namespace of the bound index, which must have a metadata
// index on documentId (string) from its beginning. Limits: https://developers.cloudflare.com/vectorize/platform/limits/
// Writes are found some seconds after they were acknowledged; `isSettled` tells when. Vectorize can list nothing, so what is to be deleted
// whole must be named by whoever knows the ids. A record beside the vectors, out of reach of a query, holds the model of a namespace.
import { AppError } from '#lib/shared/errors.ts';
import { fromVectorizeId, recordId, toVectorizeId } from './vectorize-ids.ts';
import type { VectorIndex, VectorItem, VectorMatch, VectorQuery } from './vectors.ts';

export interface VectorizeIndexOptions {
	binding: Vectorize;
	/** At most 20 bytes, so that ids keep to their limit. */
	namespace: string;
	model: string;
	dimensions: number;
	/** The ids that may be in the index: more is harmless. */
	ids: KnownVectorIds;
	timeoutMs?: number;
}

export interface KnownVectorIds {
	ofDocument(documentId: string): Promise<readonly string[]>;
	/** Page by page. */
	all(): AsyncIterable<readonly string[]>;
}

export interface SettlingVectorIndex extends VectorIndex {
	/** Whether everything acknowledged before the first call with this token can be found. */
	isSettled(token: string): Promise<boolean>;
}

const UPSERT_BATCH = 500;
const DELETE_BATCH = 100;
const GET_BATCH = 20;
/** Without values and metadata, which are not asked for. */
const TOP_K_LIMIT = 100;
const FILTER_BYTES = 2_048;
const TIMEOUT_MS = 5_000;
/** Cosines of vectors that have nothing in common come out a little off zero. */
const NOTHING_IN_COMMON = 1e-6;
const RECORDS = 'records';

/** What is known of the namespaces of a binding: a model never changes but through `clear`. */
const modelsByBinding = new WeakMap<Vectorize, Map<string, string>>();

export function createVectorizeIndex(options: VectorizeIndexOptions): SettlingVectorIndex {
	const { binding, namespace, model, dimensions, ids, timeoutMs = TIMEOUT_MS } = options;
	const models = modelsByBinding.get(binding) ?? new Map<string, string>();
	modelsByBinding.set(binding, models);
	/** The old record may be seen for some seconds more. */
	let isCleared = false;

	const call = <T>(work: Promise<T>): Promise<T> => withinTime(work, timeoutMs);

	async function readRecord(): Promise<Record<string, unknown> | undefined> {
		const [record] = await call(binding.getByIds([recordId(namespace)]));
		return record?.metadata;
	}

	async function writeRecord(token: string): Promise<void> {
		const values = Array.from({ length: dimensions }, (_value, at) => (at === 0 ? 1 : 0));
		const metadata = { model, token };
		await call(binding.upsert([{ id: recordId(namespace), namespace: RECORDS, values, metadata }]));
		models.set(namespace, model);
	}

	async function findModel(): Promise<string | undefined> {
		if (isCleared) return undefined;
		const known = models.get(namespace);
		if (known !== undefined) return known;
		const found = (await readRecord())?.['model'];
		if (typeof found !== 'string') return undefined;
		models.set(namespace, found);
		return found;
	}

	async function refuseOtherModel(): Promise<string | undefined> {
		const held = await findModel();
		if (held === undefined || held === model) return held;
		throw new AppError(
			'conflict',
			`The index holds vectors of ${held}; they cannot be compared with those of ${model}. Rebuild it.`
		);
	}

	function refuseUnfit(values: ArrayLike<number>): void {
		if (values.length !== dimensions)
			throw new AppError(
				'invalid',
				`A vector of this index must have ${dimensions} numbers, not ${values.length}.`
			);
		for (let at = 0; at < values.length; at++)
			if (!Number.isFinite(Math.fround(values[at] ?? 0)))
				throw new AppError('invalid', 'A vector holds something that is not a number.');
	}

	async function deleteByIds(gone: readonly string[]): Promise<void> {
		const whole = gone.map((id) => toVectorizeId(namespace, id));
		for (const batch of slices(whole, DELETE_BATCH)) await call(binding.deleteByIds([...batch]));
	}

	return {
		async upsert(items: readonly VectorItem[]) {
			for (const { values } of items) refuseUnfit(values);
			// Of several items of one id the last one counts.
			const latest = [...new Map(items.map((item) => [item.id, item])).values()];
			// The cosine of a zero vector is nothing: it is not kept, and what was kept under its id goes.
			const kept = latest.filter(({ values }) => !isZero(values));
			const vectors = kept.map(({ id, documentId, values }) => ({
				id: toVectorizeId(namespace, id),
				namespace,
				values: Float32Array.from(values),
				metadata: { documentId }
			}));
			if ((await refuseOtherModel()) === undefined && kept.length > 0) await writeRecord('');
			isCleared = false;
			for (const batch of slices(vectors, UPSERT_BATCH)) await call(binding.upsert([...batch]));
			await deleteByIds(latest.filter(({ values }) => isZero(values)).map(({ id }) => id));
		},

		async query(values, { topK, documentIds }) {
			refuseUnfit(values);
			if (isZero(values) || documentIds?.length === 0) return [];
			const limit = Math.max(1, Math.min(TOP_K_LIMIT, Math.trunc(topK)));
			const base: VectorizeQueryOptions = { topK: limit, namespace };
			const vector = Float32Array.from(values);
			const [, ...answers] = await Promise.all([
				refuseOtherModel(),
				...filtersFor(documentIds).map((filter) =>
					call(binding.query(vector, filter === undefined ? base : { ...base, filter }))
				)
			]);
			return answers
				.flatMap(({ matches }) => matches.flatMap((match) => toMatch(namespace, match)))
				.sort((a, b) => b.score - a.score)
				.slice(0, limit);
		},

		deleteByIds,

		async deleteByDocument(documentId) {
			await deleteByIds(await ids.ofDocument(documentId));
		},

		async clear() {
			for await (const page of ids.all()) await deleteByIds(page);
			await call(binding.deleteByIds([recordId(namespace)]));
			models.delete(namespace);
			isCleared = true;
		},

		/** Looks every known id up: for tests and diagnosis, not for every day. */
		async describe() {
			let count = 0;
			for await (const page of ids.all())
				for (const batch of slices(page, GET_BATCH)) {
					const found = await call(binding.getByIds(batch.map((id) => toVectorizeId(namespace, id))));
					count += found.length;
				}
			return { model: count > 0 ? await findModel() : undefined, dimensions, count };
		},

		async isSettled(token) {
			const record = await readRecord();
			if (record?.['token'] === token) return true;
			// Mutations are applied in order: when this one is seen, all before it are.
			await writeRecord(token);
			return false;
		}
	};
}

function toMatch(namespace: string, { id, score }: VectorizeMatch): VectorMatch[] {
	const own = fromVectorizeId(namespace, id);
	return own === undefined || !(score > NOTHING_IN_COMMON) ? [] : [{ id: own, score }];
}

/** A filter has less than 2,048 bytes as JSON: many documents are asked for in several queries. */
function filtersFor(documentIds: VectorQuery['documentIds']): (VectorizeVectorMetadataFilter | undefined)[] {
	if (documentIds === undefined) return [undefined];
	const filters: { documentId: { $in: string[] } }[] = [];
	for (const id of new Set(documentIds)) {
		const last = filters.at(-1);
		const grown = { documentId: { $in: [...(last?.documentId.$in ?? []), id] } };
		if (last !== undefined && new TextEncoder().encode(JSON.stringify(grown)).length < FILTER_BYTES)
			last.documentId.$in.push(id);
		else filters.push({ documentId: { $in: [id] } });
	}
	return filters;
}

async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | null = null;
	const tooLate = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
	});
	try {
		return await Promise.race([work, tooLate]);
	} catch (cause) {
		// "VECTOR_QUERY_ERROR (code = 40004): …": codes of 4 are requests that will never be taken.
		const isRefused = cause instanceof Error && /\(code = 4\d{4}\)/.test(cause.message);
		throw isRefused
			? new AppError('unavailable', 'The vector index did not accept the request.', {
					retryable: false,
					cause
				})
			: new AppError('unavailable', 'The vector index cannot be reached.', { cause });
	} finally {
		clearTimeout(timer);
	}
}

function isZero(values: ArrayLike<number>): boolean {
	for (let at = 0; at < values.length; at++) if (values[at] !== 0) return false;
	return true;
}

function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
	for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
