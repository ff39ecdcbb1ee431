// The alarm that goes on with an analysis nobody else does: a workflow of a process that was killed may never go on by itself, an alarm
// does. The object that holds it (worker/analysis-watch.object.ts) is a thin shell around these rules.
import type { JobsRpc } from '../../platform/index.ts';
import type { AnalysisRecords } from './analysis-records.ts';
import type { AnalysisWork } from './analysis-work.ts';

/** What the object keeps. */
export interface WatchState {
	recordingId: string;
	personId: string;
	alarms: number;
}

export interface AnalysisWatch {
	/** Undefined where there is nothing to watch. */
	begin(recordingId: string): Promise<WatchState | undefined>;
	/** Goes on with the analysis. False when it is over: what it left of a recording that is gone is then gone as well. */
	look(state: WatchState): Promise<boolean>;
}

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
export const nextAlarmMs = (alarms: number): number =>
	Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(10, alarms));

export function createAnalysisWatch({ records, work, jobs }: AnalysisWatchDependencies): AnalysisWatch {
	return {
		async begin(recordingId) {
			const recording = await records.find(recordingId);
			return recording === undefined ? undefined : { recordingId, personId: recording.personId, alarms: 0 };
		},

		async look({ recordingId, personId, alarms }) {
			const recording = await records.find(recordingId);
			if (recording?.status === 'uploaded' || recording?.status === 'processing') {
				if (alarms < MOST_ALARMS) {
					await jobs.startAnalysis(recordingId);
					return true;
				}
				await work.giveUp(recordingId);
			}
			await work.tidy(recordingId, personId);
			return false;
		}
	};
}
