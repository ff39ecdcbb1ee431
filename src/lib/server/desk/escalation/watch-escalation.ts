// The alarm that goes on with an escalation nobody else does: a workflow of a process that was killed may never go on by itself.
import type { Jobs, Watch } from '../../platform/index.ts';

export type EscalationWatch = Watch<Readonly<{ requestId: string }>>;

const FIRST_MS = 30_000;
const LONGEST_MS = 600_000;
/** A week. What then still does not end kills whatever goes on with it. */
const MOST_ALARMS = 1_000;

/** From one alarm to the next: longer each time. */
const pauseMs = (alarms: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(10, alarms));

/** `jobs`: from inside the alarm, which needs no second one. */
export function createEscalationWatch(jobs: Pick<Jobs, 'startEscalation'>): EscalationWatch {
	return {
		pauseMs,
		begin: (requestId) => Promise.resolve({ requestId }),
		async look({ requestId }, alarms) {
			if (alarms >= MOST_ALARMS) return undefined;
			const { isOver } = await jobs.startEscalation(requestId);
			return isOver ? undefined : pauseMs(alarms + 1);
		}
	};
}
