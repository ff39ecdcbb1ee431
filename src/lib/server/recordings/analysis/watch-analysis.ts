// The alarm that goes on with an analysis nobody else does: a workflow of a process that was killed may never go on by itself, an alarm
// does. The object that holds it (worker/watch.object.ts) is a thin shell around these rules.
import type { JobsRpc, Watch } from '../../platform/index.ts';
import type { AnalysisRecords } from './analysis-records.ts';
import type { AnalysisWork } from './analysis-work.ts';

/** When it is over, what it left of a recording that is gone is gone as well. */
export type AnalysisWatch = Watch<Readonly<{ recordingId: string; personId: string }>>;

export interface AnalysisWatchDependencies {
	records: AnalysisRecords;
	work: Pick<AnalysisWork, 'giveUp' | 'tidy'>;
	jobs: Pick<JobsRpc, 'startAnalysis'>;
}

const FIRST_MS = 30_000;
const LONGEST_MS = 600_000;
/** More than an hour in all: what then still does not end kills whatever measures it. */
const MOST_ALARMS = 12;

/** From one alarm to the next: longer each time. */
const nextAlarmMs = (alarms: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(10, alarms));

export function createAnalysisWatch({ records, work, jobs }: AnalysisWatchDependencies): AnalysisWatch {
	return {
		pauseMs: nextAlarmMs,

		async begin(recordingId) {
			const recording = await records.find(recordingId);
			return recording === undefined ? undefined : { recordingId, personId: recording.personId };
		},

		async look({ recordingId, personId }, alarms) {
			const recording = await records.find(recordingId);
			if (recording?.status === 'uploaded' || recording?.status === 'processing') {
				if (alarms < MOST_ALARMS) {
					await jobs.startAnalysis(recordingId);
					return nextAlarmMs(alarms + 1);
				}
				await work.giveUp(recordingId);
			}
			await work.tidy(recordingId, personId);
			return undefined;
		}
	};
}
