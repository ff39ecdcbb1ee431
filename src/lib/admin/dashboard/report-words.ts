// Numbers of the report as words. A share of nothing is nothing, and not zero.
import { m } from '#lib/paraglide/messages.js';
import type { Fate } from '#lib/shared/desk-report.ts';

const COUNT = new Intl.NumberFormat('en-GB');
const PERCENT = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 });
const TENTH = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const LONG_DAY = new Intl.DateTimeFormat('en-GB', {
	...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
	timeZone: 'UTC'
});

export const countWords = (count: number): string => COUNT.format(count);

export function shareWords(part: number, whole: number): string {
	return whole === 0 ? m.report_none() : PERCENT.format(part / whole);
}

/** A date of the report, which is a day of its own zone already. */
export const dateWords = (date: string): string => DAY.format(Date.parse(`${date}T00:00:00Z`));
export const longDateWords = (date: string): string => LONG_DAY.format(Date.parse(`${date}T00:00:00Z`));

export function spanWords(ms: number | null): string {
	if (ms === null) return m.report_none();
	const seconds = ms / 1000;
	if (seconds < 90) return m.report_span_seconds({ count: COUNT.format(Math.round(seconds)) });
	const minutes = seconds / 60;
	if (minutes < 90) return m.report_span_minutes({ count: COUNT.format(Math.round(minutes)) });
	const hours = minutes / 60;
	if (hours < 48) return m.report_span_hours({ count: TENTH.format(hours) });
	return m.report_span_days({ count: TENTH.format(hours / 24) });
}

export const FATE_WORDS: Record<Fate, () => string> = {
	resolved: m.report_fate_resolved,
	'handed-over': m.report_fate_handed_over,
	failed: m.report_fate_failed,
	refused: m.report_fate_refused,
	unsure: m.report_fate_unsure,
	'asked-again': m.report_fate_asked_again,
	disliked: m.report_fate_disliked
};

/** Monday first, as the report has them. */
export const WEEKDAY_WORDS: readonly (() => string)[] = [
	m.report_monday,
	m.report_tuesday,
	m.report_wednesday,
	m.report_thursday,
	m.report_friday,
	m.report_saturday,
	m.report_sunday
];
