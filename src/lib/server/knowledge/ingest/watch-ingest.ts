// The alarm that goes on with an ingest nobody else does: a workflow of a process that was killed may never go on by itself, an alarm does.
import type { JobsRpc, Watch } from '../../platform/index.ts';
import { UNDER_WAY, type IngestStore } from './ingest-store.ts';
import type { IngestWork } from './ingest-work.ts';

export type IngestWatch = Watch<Readonly<{ ingestId: string }>>;

const FIRST_MS = 15_000;
const LONGEST_MS = 600_000;
/** More than an hour in all: what then still does not end kills whatever reads it. */
const MOST_ALARMS = 14;

const nextAlarmMs = (alarms: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(10, alarms));

export function createIngestWatch({
	ingests,
	work,
	start
}: {
	ingests: Pick<IngestStore, 'find'>;
	work: Pick<IngestWork, 'giveUp' | 'isUnsettled' | 'tidy'>;
	start: JobsRpc['startIngest'];
}): IngestWatch {
	return {
		pauseMs: nextAlarmMs,

		async begin(ingestId) {
			return (await ingests.find(ingestId)) === undefined ? undefined : { ingestId };
		},

		async look({ ingestId }, alarms) {
			const ingest = await ingests.find(ingestId);
			if (ingest === undefined) return undefined;
			const isUnderWay = UNDER_WAY.some((one) => one === ingest.status);
			if (isUnderWay || (await work.isUnsettled(ingestId))) {
				if (alarms < MOST_ALARMS) {
					await start(ingestId);
					return nextAlarmMs(alarms + 1);
				}
				await work.giveUp(ingestId);
			}
			await work.tidy(ingestId);
			return undefined;
		}
	};
}
