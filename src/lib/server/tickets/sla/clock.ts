// What is promised about a ticket, and when it is broken. One clock counts working time while the school has something to do: it stands
// still while the ticket waits for its requester or is settled, and goes on where it stood. Two promises are read off it: the first
// answer, and the solution.
import type { TicketPriority, TicketStatus } from '#lib/shared/tickets.ts';
import { addWorkingTime, workingTimeBetween, type BusinessHours } from '#lib/shared/business-hours.ts';

const HOUR_MS = 60 * 60_000;

/** Working time. */
export const TARGETS: Record<TicketPriority, { responseMs: number; resolutionMs: number }> = {
	urgent: { responseMs: HOUR_MS, resolutionMs: 4 * HOUR_MS },
	high: { responseMs: 4 * HOUR_MS, resolutionMs: 16 * HOUR_MS },
	normal: { responseMs: 8 * HOUR_MS, resolutionMs: 40 * HOUR_MS },
	low: { responseMs: 16 * HOUR_MS, resolutionMs: 80 * HOUR_MS }
};

/** As the ticket's row has it. */
export interface SlaState {
	clockUsedMs: number;
	clockRunsSince: number | null;
	firstRespondedAt: number | null;
	responseDueAt: number | null;
	resolutionDueAt: number | null;
	dueAt: number | null;
}

interface Standing {
	status: TicketStatus;
	priority: TicketPriority;
	/** When the requester first got an answer. */
	firstRespondedAt: number | null;
}

export const runs = (status: TicketStatus): boolean => status === 'open' || status === 'on_hold';

export const UNSTARTED: Pick<SlaState, 'clockUsedMs' | 'clockRunsSince'> = {
	clockUsedMs: 0,
	clockRunsSince: null
};

/** Working time up to `now`, the time it stood still left out. */
export function usedAt(
	{ clockUsedMs, clockRunsSince }: Pick<SlaState, 'clockUsedMs' | 'clockRunsSince'>,
	now: number,
	hours: BusinessHours
): number {
	return clockUsedMs + (clockRunsSince === null ? 0 : workingTimeBetween(clockRunsSince, now, hours));
}

/** The clock after something changed at `now`; `before` is how it stood. */
export function advanceClock(
	before: Pick<SlaState, 'clockUsedMs' | 'clockRunsSince'>,
	{ status, priority, firstRespondedAt }: Standing,
	now: number,
	hours: BusinessHours
): SlaState {
	const stillRuns = before.clockRunsSince !== null && runs(status);
	// A clock that goes on keeps its beginning: a promise's time does not move with every word that is written.
	const clockUsedMs = stillRuns ? before.clockUsedMs : usedAt(before, now, hours);
	const clockRunsSince = stillRuns ? before.clockRunsSince : runs(status) ? now : null;
	if (clockRunsSince === null)
		return {
			clockUsedMs,
			clockRunsSince,
			firstRespondedAt,
			responseDueAt: null,
			resolutionDueAt: null,
			dueAt: null
		};
	const { responseMs, resolutionMs } = TARGETS[priority];
	const due = (targetMs: number) => addWorkingTime(clockRunsSince, targetMs - clockUsedMs, hours);
	const responseDueAt = firstRespondedAt === null ? due(responseMs) : null;
	const resolutionDueAt = due(resolutionMs);
	return {
		...{ clockUsedMs, clockRunsSince, firstRespondedAt, responseDueAt, resolutionDueAt },
		dueAt: responseDueAt === null ? resolutionDueAt : Math.min(responseDueAt, resolutionDueAt)
	};
}
