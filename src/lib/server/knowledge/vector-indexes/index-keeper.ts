// Sees to it that a re-embedding begins when one is wanted, once, that the indexes which are to stand by do, and that work which was
// interrupted goes on: the work itself is a workflow's, and a workflow of a process that was killed does not always wake by itself.
import { AppError } from '#lib/shared/errors.ts';
import type { Clock } from '../../platform/index.ts';
import { placeOf, type IndexKinds } from './index-kinds.ts';
import {
	isOfKind,
	type IndexKind,
	type IndexRecord,
	type IndexRecords,
	type WantedKind
} from './index-records.ts';
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
	kinds: Pick<IndexKinds, 'wanted' | 'standbys' | 'measure'>;
	jobs: IndexJobs;
	clock: Clock;
}

export function createIndexKeeper({ records, kinds, jobs, clock }: IndexKeeperDependencies) {
	const age = ({ updatedAt }: IndexRecord) => clock.now() - updatedAt;

	async function start(wanted = kinds.wanted): Promise<void> {
		let kind: IndexKind;
		try {
			kind = await kinds.measure(wanted);
		} catch (thrown) {
			if (!(thrown instanceof AppError)) throw thrown;
			await records.refuse(newIndexId(), wanted, thrown.message, clock.now());
			return;
		}
		const claimed = await records.claim(newIndexId(), kind, clock.now());
		if (claimed === undefined) return;
		if (claimed.isNew || age(claimed.record) > STALLED_MS) await jobs.fill(claimed.record.id);
	}

	return {
		/** Embeds again what the settings want. */
		start: () => start(),

		/** What is to be done now, begun; undefined when there is nothing. One thing at a time: whoever reads the records next does the next. */
		care(found: readonly IndexRecord[]): Promise<void> | undefined {
			const of = (status: IndexRecord['status']) => found.filter((record) => record.status === status);
			const [active] = of('active');
			const [building] = of('building');
			const standing = of('standby');
			const isTooSoon = (kind: WantedKind) =>
				of('failed').some((failed) => isSameModel(failed, kind) && age(failed) < RETRY_AFTER_MS);
			if (building !== undefined) return age(building) > STALLED_MS ? jobs.fill(building.id) : undefined;
			if (active === undefined) return undefined;
			if (!isOfKind(active, kinds.wanted)) {
				const ready = standing.find((record) => isOfKind(record, kinds.wanted));
				const place = placeOf(active, kinds) === 'standby' ? 'standby' : 'retired';
				if (ready !== undefined) return records.promote(ready.id, place, clock.now());
				if (!isTooSoon(kinds.wanted)) return start();
			}
			const missing = kinds.standbys.find(
				(kind) => !standing.some((record) => isOfKind(record, kind)) && !isOfKind(active, kind)
			);
			if (missing !== undefined && !isTooSoon(missing)) return start(missing);
			const spare = standing.find(
				(record, at) =>
					placeOf(record, kinds) !== 'standby' || standing.findIndex((one) => isOfKind(one, record)) < at
			);
			if (spare !== undefined) return records.retire(spare.id, clock.now());
			const isOverdue = of('retired').some((retired) => age(retired) > RETIRE_AFTER_MS + STALLED_MS);
			return isOverdue ? jobs.fill(active.id) : undefined;
		}
	};
}

/** Of one that was never measured nobody knows the size. */
function isSameModel({ provider, model }: IndexRecord, kind: WantedKind): boolean {
	return provider === kind.provider && model === kind.model;
}
