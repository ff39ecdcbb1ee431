// The indexes of a school's knowledge and the work on them, over the same tables.
import type { Logger, RunInBackground } from '../../observability/index.ts';
import type { Clock, Database, KnownVectorIds } from '../../platform/index.ts';
import { createKnowledgeStore, type KnowledgeStore } from '../store.ts';
import { createFillIndex, type FillIndex } from './fill-index.ts';
import type { IndexJobs } from './index-keeper.ts';
import type { IndexKinds } from './index-kinds.ts';
import { createIndexRecords } from './index-records.ts';
import { createVectorIndexes, type VectorIndexes } from './vector-indexes.ts';

export interface VectorIndexesOptions {
	database: Database;
	kinds: IndexKinds;
	jobs: IndexJobs;
	clock: Clock;
	log: Logger;
	runInBackground: RunInBackground;
	/** What the isolate remembers is by this object. */
	isolateKey: object;
}

const PAGE = 1_000;

export function openVectorIndexes(options: VectorIndexesOptions): {
	indexes: VectorIndexes;
	fill: FillIndex;
} {
	const { database, kinds, clock } = options;
	const store = createKnowledgeStore(database);
	const records = createIndexRecords(database);
	const ids = knownIds(store);
	return {
		indexes: createVectorIndexes({ ...options, records, ids }),
		fill: createFillIndex({ store, records, kinds, ids, clock })
	};
}

/** A chunk that is gone was taken out of every index by whoever removed it. */
function knownIds(store: KnowledgeStore): KnownVectorIds {
	return {
		ofDocument: (documentId) => store.chunkIds(documentId),
		async *all() {
			for (let after = 0; ;) {
				const rows = await store.chunkIdsAfter(after, PAGE);
				const last = rows.at(-1);
				if (last === undefined) return;
				yield rows.map(({ id }) => id);
				after = last.rowid;
			}
		}
	};
}
