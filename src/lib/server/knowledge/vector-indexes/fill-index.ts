// The work of a re-embedding, cut into steps that are bounded, may be repeated and may be interrupted anywhere. Chunks go in by their row
// ids, which only grow: what is added or changed meanwhile comes last, and an index takes the active one's place only when nothing is
// newer than its last chunk. What is deleted meanwhile is taken out again by whoever comes second, the writer or the step.
import { AppError } from '#lib/shared/errors.ts';
import type { Clock, KnownVectorIds } from '../../platform/index.ts';
import type { KnowledgeStore } from '../store.ts';
import { embedChunks } from '../embed-chunks.ts';
import { STALE_MS } from './index-keeper.ts';
import { placeOf, type IndexKinds } from './index-kinds.ts';
import type { IndexRecord, IndexRecords } from './index-records.ts';

export interface FillIndex {
	/** Embeds the next chunks. `full`: there are none; `over`: the index is none that is being filled or used. */
	embedSlice(indexId: string): Promise<'more' | 'full' | 'over'>;
	/** Whether all that was put in can be found. The token names this question: the same one until the answer is yes. */
	isSettled(indexId: string, token: string): Promise<boolean>;
	/** Puts the index in force, or to stand by. `behind`: there are newer chunks to embed first. */
	swap(indexId: string): Promise<'swapped' | 'behind' | 'over'>;
	/** Gives up: the index in force stays; what was put into the new one is taken out again, as far as its store can be reached. */
	fail(indexId: string): Promise<void>;
	/** Empties and forgets every index that was replaced or given up, but those that an isolate may still remember. */
	clearRetired(): Promise<void>;
}

export interface FillIndexDependencies {
	store: KnowledgeStore;
	records: IndexRecords;
	kinds: IndexKinds;
	ids: KnownVectorIds;
	clock: Clock;
}

const LIVE: ReadonlySet<IndexRecord['status']> = new Set(['building', 'active', 'standby']);
/** Twice what an isolate remembers an index for: searches that have begun with it end, too. */
const REMEMBERED_MS = 2 * STALE_MS;
/** A few seconds of a remote model's time, and far from a step's limits. */
const SLICE = 200;

export function createFillIndex({ store, records, kinds, ids, clock }: FillIndexDependencies): FillIndex {
	/** An AppError is noted for administrators before it is thrown on: a workflow tries again and may end with other words. */
	async function noting<T>(indexId: string, work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (thrown) {
			const problem = thrown instanceof AppError ? thrown.message : 'Something went wrong on our side.';
			await records.note(indexId, problem, clock.now());
			throw thrown;
		}
	}

	async function findLive(indexId: string): Promise<IndexRecord | undefined> {
		const record = await records.find(indexId);
		return record !== undefined && LIVE.has(record.status) ? record : undefined;
	}

	/** What becomes of the active one when another takes its place. */
	async function placeOfActive(): Promise<'retired' | 'standby'> {
		const active = (await records.all()).find(({ status }) => status === 'active');
		return active !== undefined && placeOf(active, kinds) === 'standby' ? 'standby' : 'retired';
	}

	function storeOf(record: IndexRecord) {
		const vectors = kinds.storeOf(record, ids);
		if (vectors !== undefined) return vectors;
		throw new AppError('unavailable', 'The store of the new index is not bound.', { retryable: false });
	}

	return {
		async embedSlice(indexId) {
			const record = await findLive(indexId);
			if (record === undefined) return 'over';
			return noting(indexId, async () => {
				const embedder = kinds.embedderOf(record);
				if (embedder === undefined)
					throw new AppError('unavailable', 'The embedding model of the new index is not set up.', {
						retryable: false
					});
				const rows = await store.chunksAfter(record.lastRowid, SLICE);
				const last = rows.at(-1);
				if (last === undefined) return 'full';
				const vectors = storeOf(record);
				const values = await embedChunks(
					embedder,
					rows.map(({ title, headings, body }) => ({ title, headings: [headings], text: body }))
				);
				await vectors.upsert(
					rows.map(({ id, documentId }, at) => ({ id, documentId, values: values[at] ?? [] }))
				);
				const there = new Set(await store.existingChunkIds(rows.map(({ id }) => id)));
				const gone = rows.map(({ id }) => id).filter((id) => !there.has(id));
				if (gone.length > 0) await vectors.deleteByIds(gone);
				await records.advance(record, last.rowid, clock.now());
				return 'more';
			});
		},

		async isSettled(indexId, token) {
			const record = await findLive(indexId);
			if (record === undefined) return true;
			return noting(indexId, async () => (await storeOf(record).isSettled?.(token)) ?? true);
		},

		async swap(indexId) {
			const record = await findLive(indexId);
			if (record === undefined) return 'over';
			if (record.status !== 'building') return 'swapped';
			const place = placeOf(record, kinds);
			if (place === undefined) {
				// The settings were changed while it was filled.
				await records.retire(indexId, clock.now());
				return 'over';
			}
			const isThere =
				place === 'standby'
					? await records.standBy(indexId, clock.now())
					: await records.swap(indexId, await placeOfActive(), clock.now());
			return isThere ? 'swapped' : 'behind';
		},

		async fail(indexId) {
			await records.fail(indexId, clock.now());
			for (const record of await records.all()) {
				if (record.status !== 'failed') continue;
				try {
					await kinds.storeOf(record, ids)?.clear();
				} catch (thrown) {
					// What failed it may also keep it from being emptied: the next one that succeeds does it.
					if (thrown instanceof AppError) continue;
					throw thrown;
				}
				// Only the latest has something to say.
				if (record.id !== indexId) await records.remove(record.id);
			}
		},

		async clearRetired() {
			for (const record of await records.all()) {
				if (record.status !== 'retired' && record.status !== 'failed') continue;
				if (clock.now() - record.updatedAt < REMEMBERED_MS) continue;
				// A store that is no longer bound cannot be emptied from here.
				await kinds.storeOf(record, ids)?.clear();
				await records.remove(record.id);
			}
		}
	};
}
