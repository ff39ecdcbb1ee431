// Tickets opened within a period: how long they took, in working time, and whether what was promised was kept.
import { sql, type SQL } from 'drizzle-orm';
import type { PeriodNumbers, Promised } from '#lib/shared/desk-report.ts';
import { PRIORITIES } from '#lib/shared/tickets.ts';
import type { Database } from '../platform/index.ts';
import { TICKET_TARGETS } from '../tickets/index.ts';
import type { Period } from './local-days.ts';
import { measureSpans } from './spans.ts';

interface Counts {
	opened: number;
	solved: number;
	firstKept: number;
	firstBroken: number;
	firstOpen: number;
	solutionKept: number;
	solutionBroken: number;
	solutionOpen: number;
}

/** What was promised for a ticket of its priority, as it is now. */
const targetOf = (promise: 'responseMs' | 'resolutionMs'): SQL =>
	sql`CASE priority ${sql.join(
		PRIORITIES.map((priority) => sql`WHEN ${priority} THEN ${TICKET_TARGETS[priority][promise]}`),
		sql` `
	)} END`;

export async function countTickets(
	database: Database,
	{ startAt, endAt }: Period,
	now: number
): Promise<PeriodNumbers['tickets']> {
	// One that became a part of another is that other. The plus keeps the database from looking at all that did not, of all times.
	const opened = sql`FROM tickets WHERE created_at >= ${startAt} AND created_at < ${endAt} AND +merged_into IS NULL`;
	const isSolved = sql`status IN ('solved', 'closed')`;
	const [[counts], firstAnswer, resolution, [ratings]] = await Promise.all([
		database.all<Counts>(sql`
			SELECT count(*) AS opened, coalesce(sum(${isSolved}), 0) AS solved,
				coalesce(sum(response_used_ms <= ${targetOf('responseMs')}), 0) AS firstKept,
				coalesce(sum(response_used_ms > ${targetOf('responseMs')} OR (first_responded_at IS NULL AND response_due_at < ${now})), 0) AS firstBroken,
				coalesce(sum(first_responded_at IS NULL AND NOT ${isSolved} AND coalesce(response_due_at >= ${now}, 1)), 0) AS firstOpen,
				coalesce(sum(${isSolved} AND clock_used_ms <= ${targetOf('resolutionMs')}), 0) AS solutionKept,
				coalesce(sum((${isSolved} AND clock_used_ms > ${targetOf('resolutionMs')}) OR (NOT ${isSolved} AND resolution_due_at < ${now})), 0) AS solutionBroken,
				coalesce(sum(NOT ${isSolved} AND coalesce(resolution_due_at >= ${now}, 1)), 0) AS solutionOpen
			${opened}`),
		measureSpans(database, sql`SELECT response_used_ms AS ms ${opened}`),
		measureSpans(database, sql`SELECT iif(${isSolved}, clock_used_ms, NULL) AS ms ${opened}`),
		database.all<{ good: number; bad: number }>(sql`
			SELECT coalesce(sum(rating = 'good'), 0) AS good, coalesce(sum(rating = 'bad'), 0) AS bad
			FROM tickets WHERE rated_at >= ${startAt} AND rated_at < ${endAt}`)
	]);
	if (counts === undefined || ratings === undefined) throw new Error('a count gave no row');
	const promised = (kept: number, broken: number, open: number): Promised => ({ kept, broken, open });
	return {
		...{ opened: counts.opened, solved: counts.solved, firstAnswer, resolution, ...ratings },
		firstAnswerPromise: promised(counts.firstKept, counts.firstBroken, counts.firstOpen),
		resolutionPromise: promised(counts.solutionKept, counts.solutionBroken, counts.solutionOpen)
	};
}
