// Sees to it that a re-embedding begins when one is wanted, once, and that one which was interrupted goes on: the work itself is a
// workflow's, and a workflow of a process that was killed does not always wake by itself.
import type { Clock } from '../../platform/index.ts';
import type { IndexKinds } from './index-kinds.ts';
import { isOfKind, type IndexRecord, type IndexRecords } from './index-records.ts';
import { newIndexId } from './new-index-id.ts';

/** The background work, however it is run. */
export interface IndexJobs {
	/** Sees to it that the work on this index is going on. Any number of times. */
	fill(indexId: string): Promise<void>;
}

/** How long an isolate may remember which index is in force: older than this, a search waits for the records. */
export const STALE_MS = 60_000;
/** Without a sign of life for so long, work is woken. */
export const STALLED_MS = 2 * 60_000;
/** How long a replaced index is kept for isolates that still remember it. */
export const RETIRE_AFTER_MS = 5 * 60_000;
/** What failed is not tried again by itself before this. */
export const RETRY_AFTER_MS = 60 * 60_000;

interface IndexKeeperDependencies {
	records: IndexRecords;
	kinds: Pick<IndexKinds, 'wanted'>;
	jobs: IndexJobs;
	clock: Clock;
}

export function createIndexKeeper({ records, kinds, jobs, clock }: IndexKeeperDependencies) {
	const age = ({ updatedAt }: IndexRecord) => clock.now() - updatedAt;

	async function start(): Promise<void> {
		const claimed = await records.claim(newIndexId(), kinds.wanted, clock.now());
		if (claimed === undefined) return;
		if (claimed.isNew || age(claimed.record) > STALLED_MS) await jobs.fill(claimed.record.id);
	}

	return {
		start,

		/** What is to be done now, begun; undefined when there is nothing. */
		care(found: readonly IndexRecord[]): Promise<void> | undefined {
			const of = (status: IndexRecord['status']) => found.filter((record) => record.status === status);
			const [active] = of('active');
			const [building] = of('building');
			if (building !== undefined) return age(building) > STALLED_MS ? jobs.fill(building.id) : undefined;
			if (active === undefined) return undefined;
			if (!isOfKind(active, kinds.wanted)) {
				const isTooSoon = of('failed').some(
					(failed) => isOfKind(failed, kinds.wanted) && age(failed) < RETRY_AFTER_MS
				);
				return isTooSoon ? undefined : start();
			}
			const isOverdue = of('retired').some((retired) => age(retired) > RETIRE_AFTER_MS + STALLED_MS);
			return isOverdue ? jobs.fill(active.id) : undefined;
		}
	};
}
