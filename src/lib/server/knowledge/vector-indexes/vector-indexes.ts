// The vector indexes as searches and writers meet them. A search takes the active index with the embedder it was made with, whatever the
// settings want by now; when that is away, one that stands by, with its own; without any words alone decide. Which index is active is remembered in the isolate for a short
// while, so that a search pays no trip for it; an index that was replaced is emptied only when no isolate can remember it any more.
// Whoever reads the records anew also sees to it that a wanted change is under way and that interrupted work goes on.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { AppError } from '#lib/shared/errors.ts';
import type { IndexStatus } from '#lib/shared/knowledge.ts';
import type { Logger, RunInBackground } from '../../observability/index.ts';
import type { Clock, KnownVectorIds } from '../../platform/index.ts';
import { createIndexKeeper, STALE_MS, type IndexJobs } from './index-keeper.ts';
import type { IndexKinds, IndexStore } from './index-kinds.ts';
import { isOfKind, type IndexKind, type IndexRecord, type IndexRecords } from './index-records.ts';
import { newIndexId } from './new-index-id.ts';

export interface OpenIndex {
	id: string;
	vectors: IndexStore;
	embedder: EmbeddingModelV4;
	/** Another model's, as complete, for when this one's embedder or store is away. Vectors of the two never meet. */
	standby?: OpenIndex;
}

export interface LiveIndexes {
	/** Those that must hold every chunk. Empty: words alone decide, until an index is full. */
	written: OpenIndex[];
	/** Every index that holds vectors, also the one being filled and those on their way out. */
	stores: IndexStore[];
}

export interface VectorIndexes {
	/** For a search. */
	current(): Promise<OpenIndex | undefined>;
	/** For a writer: read afresh. */
	live(): Promise<LiveIndexes>;
	status(): Promise<IndexStatus>;
	/** Begins to embed everything anew; goes on with what was begun. */
	start(): Promise<void>;
	/** An index that stands by lacks something: it does so no more, and is filled anew after a while. */
	giveUp(indexId: string, problem: string): Promise<void>;
}

export interface VectorIndexesDependencies {
	records: IndexRecords;
	kinds: IndexKinds;
	ids: KnownVectorIds;
	jobs: IndexJobs;
	/** The isolate's memory is by this object. */
	isolateKey: object;
	clock: Clock;
	log: Logger;
	runInBackground: RunInBackground;
}

/** Older than this, records are read again behind a search that goes on with them. */
export const FRESH_MS = 15_000;
/** The one index of a school from before there were records. */
const FIRST_INDEX = 'knowledge';
const FIRST_KIND = { provider: 'embedded/embedded', model: 'segue-lexical-768-v1', dimensions: 768 };

/** Plain data only: a promise of one request must not be awaited in another. */
const remembered = new WeakMap<object, { records: IndexRecord[]; readAt: number; isBeingRead: boolean }>();

export function createVectorIndexes(dependencies: VectorIndexesDependencies): VectorIndexes {
	const { records, kinds, ids, isolateKey, clock, log, runInBackground } = dependencies;
	const keeper = createIndexKeeper(dependencies);

	async function readRecords(): Promise<IndexRecord[]> {
		let found = await records.all();
		if (!found.some(({ status }) => status === 'active')) {
			await adopt();
			found = await records.all();
		}
		remembered.set(isolateKey, { records: found, readAt: clock.now(), isBeingRead: false });
		const work = keeper.care(found);
		if (work !== undefined) runInBackground('vector index work', work);
		return found;
	}

	/** A school that has documents has them in the first index; one that has none begins with what is wanted. */
	async function adopt(): Promise<void> {
		const isEmpty = !(await records.hasChunks());
		const kind = isEmpty ? await measured() : FIRST_KIND;
		const isFirst = kind.provider === FIRST_KIND.provider;
		await records.adopt(isFirst ? FIRST_INDEX : newIndexId(), kind, clock.now());
	}

	/** What is wanted, or the embedded kind where that cannot be asked yet: it is changed as soon as it can. */
	async function measured(): Promise<IndexKind> {
		try {
			return await kinds.measure(kinds.wanted);
		} catch (thrown) {
			if (thrown instanceof AppError) return FIRST_KIND;
			throw thrown;
		}
	}

	async function recallRecords(): Promise<IndexRecord[]> {
		const known = remembered.get(isolateKey);
		const age = known === undefined ? Infinity : clock.now() - known.readAt;
		if (known === undefined || age > STALE_MS) return readRecords();
		if (age > FRESH_MS && !known.isBeingRead) {
			known.isBeingRead = true;
			runInBackground('vector index records', readRecords());
		}
		return known.records;
	}

	function open(record: IndexRecord | undefined): OpenIndex | undefined {
		if (record === undefined) return undefined;
		const vectors = kinds.storeOf(record, ids);
		const embedder = kinds.embedderOf(record);
		if (vectors === undefined || embedder === undefined) return undefined;
		return { id: record.id, vectors, embedder };
	}

	/** The active one first, then those that stand by, in the order of the settings. */
	function openAll(found: readonly IndexRecord[]): OpenIndex[] {
		const standing = kinds.standbys.flatMap(
			(kind) => found.find((record) => record.status === 'standby' && isOfKind(record, kind)) ?? []
		);
		return [activeOf(found), ...standing].flatMap((record) => open(record) ?? []);
	}

	return {
		async current() {
			const found = await recallRecords();
			const index = openAll(found).reduceRight<OpenIndex | undefined>(
				(standby, one) => (standby === undefined ? one : { ...one, standby }),
				undefined
			);
			if (index === undefined)
				log.warn('search goes on without vectors', { because: 'no embedder', model: activeOf(found)?.model });
			return index;
		},

		async live() {
			const found = await readRecords();
			return {
				written: openAll(found),
				stores: found.flatMap((record) => kinds.storeOf(record, ids) ?? [])
			};
		},

		async status() {
			const found = await readRecords();
			const active = activeOf(found);
			const building = found.find(({ status }) => status === 'building');
			const failed = found.filter(({ status }) => status === 'failed').at(-1);
			const status: IndexStatus = {
				isAsWanted: active !== undefined && isOfKind(active, kinds.wanted),
				standbys: openAll(found)
					.filter(({ id }) => id !== active?.id)
					.map(({ embedder }) => embedder.modelId)
			};
			if (active !== undefined)
				status.active = {
					provider: active.provider,
					model: active.model,
					isSearchable: open(active) !== undefined
				};
			if (building !== undefined) {
				const { chunksDone: done, chunksTotal: total, problem } = building;
				status.building = { done, total, ...(problem === null ? {} : { problem }) };
			} else if (failed !== undefined)
				status.failed = { problem: failed.problem ?? '', at: failed.updatedAt };
			return status;
		},

		start: keeper.start,

		async giveUp(indexId, problem) {
			await records.note(indexId, problem, clock.now());
			await records.fail(indexId, clock.now());
			remembered.delete(isolateKey);
		}
	};
}

function activeOf(found: readonly IndexRecord[]): IndexRecord | undefined {
	return found.find(({ status }) => status === 'active');
}
