// The alarm that goes on with a replay nobody else does: a workflow of a process that was killed may never go on by itself, an alarm does.
import type { JobsRpc, Watch } from '../platform/index.ts';
import type { ReplayStore } from './replay-store.ts';
import type { ReplayWork } from './replay-work.ts';

export type ReplayWatch = Watch<Readonly<{ replayId: string }>>;

const FIRST_MS = 15_000;
const LONGEST_MS = 300_000;
/** Half an hour in all: what then still does not end is not waited for by anybody. */
const MOST_ALARMS = 10;

const nextAlarmMs = (alarms: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(10, alarms));

export function createReplayWatch({
	replays,
	work,
	start
}: {
	replays: Pick<ReplayStore, 'find'>;
	work: Pick<ReplayWork, 'giveUp'>;
	start: JobsRpc['startReplay'];
}): ReplayWatch {
	return {
		pauseMs: nextAlarmMs,

		async begin(replayId) {
			return (await replays.find(replayId)) === undefined ? undefined : { replayId };
		},

		async look({ replayId }, alarms) {
			if ((await replays.find(replayId))?.status !== 'running') return undefined;
			if (alarms < MOST_ALARMS) {
				await start(replayId);
				return nextAlarmMs(alarms + 1);
			}
			await work.giveUp(replayId);
			return undefined;
		}
	};
}
