// The desk's report: what came in, what became of it, how long people waited, and what the school's knowledge did not hold. Definitions are
// in docs/decisions/0031-what-counts-as-resolved.md, and on the page.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { isTimeZone } from '#lib/shared/business-hours.ts';
import { REPORT_DAYS_AT_MOST, type DeskReport as Report } from '#lib/shared/desk-report.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Clock, Database } from '../platform/index.ts';
import { createQuestionFollower } from './follow-questions.ts';
import { groupGaps, readWeakQuestions } from './gaps.ts';
import { addDays, countDays, localDate, periodBefore, periodOf, type Period } from './local-days.ts';
import { countPeriod, countVolume } from './period-numbers.ts';

const USUAL_DAYS = 28;
/** Behind a page somebody waits: the rest is read the next time, or by night. */
const READS_A_REPORT = 4;
const READS_A_NIGHT = 400;

const isDate = (text: string): boolean => {
	const at = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};
const LocalDate = z
	.string()
	.regex(/^20\d\d-\d\d-\d\d$/)
	.refine(isDate, { error: () => m.report_date_wrong() });
/** A form sends what was not filled in as an empty text. */
const optional = <T extends z.ZodType>(schema: T) =>
	z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

export const ReportRange = z.object({
	/** The first and the last day, or how many days; left out: the last four weeks. */
	from: optional(LocalDate),
	to: optional(LocalDate),
	days: optional(z.coerce.number().int().min(1).max(REPORT_DAYS_AT_MOST)),
	/** IANA; left out: the school's own. */
	tz: optional(
		z
			.string()
			.max(60)
			.refine(isTimeZone, { error: () => m.report_zone_wrong() })
	)
});
export type ReportRange = z.infer<typeof ReportRange>;

export interface DeskReports {
	/** Throws `forbidden` for whoever may not read requests for a person and every conversation, `invalid` for days that make no period. */
	report(actor: Actor, range: ReportRange): Promise<Report>;
	/** Follows questions to their end: a few where a page waits for it, or many. Gives whether some are left. */
	followQuestions(many?: boolean): Promise<boolean>;
}

interface DeskReportsOptions {
	database: Database;
	clock: Clock;
	/** Of the school. */
	timeZone: string;
}

export function createDeskReports({ database, clock, timeZone: ownZone }: DeskReportsOptions): DeskReports {
	const follower = createQuestionFollower(database, clock);

	function periodFor({ from, to, days: wanted = USUAL_DAYS }: ReportRange, timeZone: string): Period {
		const last = to ?? localDate(clock.now(), timeZone);
		const first = from ?? addDays(last, 1 - wanted);
		const days = countDays(first, last);
		if (days < 1) throw new AppError('invalid', m.report_ends_before());
		if (days > REPORT_DAYS_AT_MOST)
			throw new AppError('invalid', m.report_too_long({ days: REPORT_DAYS_AT_MOST }));
		return periodOf(first, last, timeZone);
	}

	return {
		async report(actor, range) {
			requirePermission(actor, 'read:handover');
			requirePermission(actor, 'read:conversation');
			const timeZone = range.tz ?? ownZone;
			const period = periodFor(range, timeZone);
			const earlier = periodBefore(period, timeZone);
			const isBehind = await follower.follow(READS_A_REPORT);
			const [volume, volumeBefore, weak] = await Promise.all([
				countVolume(database, period, timeZone),
				countVolume(database, earlier, timeZone),
				readWeakQuestions(database, period)
			]);
			const generatedAt = clock.now();
			const [now, before] = await Promise.all([
				countPeriod(database, period, volume, generatedAt),
				countPeriod(database, earlier, volumeBefore, generatedAt)
			]);
			return { timeZone, generatedAt, now, before, ...volume, gaps: groupGaps(weak), isBehind };
		},

		followQuestions: (many = false) => follower.follow(many ? READS_A_NIGHT : READS_A_REPORT)
	};
}
