// Days of a time zone as moments, and moments as days and hours of it. A day is as long as the clock on the wall makes it: 23 or 25 hours
// where it is changed.
import { offsetAt, toInstant } from '#lib/shared/business-hours.ts';

const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;
const QUARTER_MS = 15 * 60_000;

export interface Period {
	from: string;
	/** The last day. */
	to: string;
	/** [start, end) */
	startAt: number;
	endAt: number;
	dates: string[];
}

const midnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateOf = (wall: number): string => new Date(wall).toISOString().slice(0, 10);

export function addDays(date: string, days: number): string {
	return dateOf(midnight(date) + days * DAY_MS);
}

/** How many days, both ends counted; 0 or less when `to` comes first. */
export function countDays(from: string, to: string): number {
	return Math.round((midnight(to) - midnight(from)) / DAY_MS) + 1;
}

export function localDate(at: number, timeZone: string): string {
	return dateOf(at + offsetAt(at, timeZone));
}

export function periodOf(from: string, to: string, timeZone: string): Period {
	const dates = Array.from({ length: countDays(from, to) }, (_, index) => addDays(from, index));
	const startOf = (date: string): number => toInstant(midnight(date), timeZone);
	return { from, to, startAt: startOf(from), endAt: startOf(addDays(to, 1)), dates };
}

/** As many days, up to the day before. */
export function periodBefore({ from, dates }: Period, timeZone: string): Period {
	return periodOf(addDays(from, -dates.length), addDays(from, -1), timeZone);
}

/** What a moment is on the wall: its date, its weekday (Monday is 0) and its hour. */
export function onTheWall(at: number, timeZone: string): { date: string; weekday: number; hour: number } {
	const wall = at + offsetAt(at, timeZone);
	const day = new Date(wall);
	return { date: dateOf(wall), weekday: (day.getUTCDay() + 6) % 7, hour: day.getUTCHours() };
}

/**
 * How finely moments must be counted so that no count lies in two hours of the zone: every offset there is is of quarters of an hour, most
 * are of hours.
 */
export function bucketMsOf({ startAt, endAt }: Period, timeZone: string): number {
	for (let at = startAt; at < endAt + DAY_MS; at += DAY_MS)
		if (offsetAt(at, timeZone) % HOUR_MS !== 0) return QUARTER_MS;
	return HOUR_MS;
}
