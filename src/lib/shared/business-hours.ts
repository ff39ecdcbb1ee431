// Working time of a school, in its own time zone. Guarantees: what is added and what lies between agree to the millisecond, across
// changes of the clock: an hour the clock leaves out is not worked, one it repeats is worked twice where it lies within the hours. It
// does not split an edge that falls itself into a repeated hour: that edge is its first occurrence.
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAY_MINUTES = 24 * 60;

/** Minutes after local midnight. */
type Interval = readonly [from: number, to: number];

export interface BusinessHours {
	/** IANA, as in Europe/Berlin. */
	timeZone: string;
	/** By weekday, Sunday first: sorted, not overlapping. At least one day has some. */
	week: readonly (readonly Interval[])[];
	/** YYYY-MM-DD. */
	holidays: ReadonlySet<string>;
}

export const ALWAYS: BusinessHours = {
	timeZone: 'UTC',
	week: DAYS.map(() => [[0, DAY_MINUTES]]),
	holidays: new Set()
};

/** `mon-fri 09:00-12:30 13:30-18:00; sat 10:00-14:00`. Throws with the piece that is not understood. */
export function parseWeek(text: string): BusinessHours['week'] {
	const week: Interval[][] = DAYS.map(() => []);
	for (const part of text.toLowerCase().split(';')) {
		if (part.trim() === '') continue;
		const [days = '', ...spans] = part.trim().split(/\s+/);
		if (spans.length === 0) throw new Error(`no hours in "${part.trim()}"`);
		const intervals = spans.map(parseSpan);
		for (const day of parseDays(days)) week[day]?.push(...intervals);
	}
	for (const intervals of week) {
		intervals.sort(([a], [b]) => a - b);
		if (intervals.some(([from], index) => from < (intervals[index - 1]?.[1] ?? 0)))
			throw new Error('hours that overlap');
	}
	if (week.every((intervals) => intervals.length === 0)) throw new Error('no hours at all');
	return week;
}

function parseDays(text: string): number[] {
	const [first = '', last = first] = text.split('-');
	const from = DAYS.findIndex((day) => day === first);
	const to = DAYS.findIndex((day) => day === last);
	if (from < 0 || to < 0) throw new Error(`no days in "${text}"`);
	const count = ((to - from + 7) % 7) + 1;
	return Array.from({ length: count }, (_, index) => (from + index) % 7);
}

function parseSpan(text: string): Interval {
	const [, h1, m1, h2, m2] = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text) ?? [];
	const from = Number(h1) * 60 + Number(m1);
	const to = Number(h2) * 60 + Number(m2);
	if (!(from < to && to <= DAY_MINUTES) || Number(m1) > 59 || Number(m2) > 59)
		throw new Error(`no hours in "${text}"`);
	return [from, to];
}

/** The moment after which this much working time has passed. `since` itself when it is none. */
export function addWorkingTime(since: number, ms: number, hours: BusinessHours): number {
	if (ms <= 0) return since;
	let left = ms;
	for (const [from, to] of spansFrom(since, hours)) {
		if (to - from >= left) return from + left;
		left -= to - from;
	}
	// The hours have a day, and the holidays end: the spans do not.
	throw new Error('a week without hours');
}

export function workingTimeBetween(from: number, to: number, hours: BusinessHours): number {
	let total = 0;
	if (to <= from) return 0;
	for (const [begin, end] of spansFrom(from, hours)) {
		if (begin >= to) break;
		total += Math.min(end, to) - begin;
	}
	return total;
}

/** When work goes on: the moment itself within the hours. */
export function nextWorkingMoment(at: number, hours: BusinessHours): number {
	return addWorkingTime(at, 1, hours) - 1;
}

/** The working times from a moment on, cut off at its beginning. Milliseconds since epoch. */
function* spansFrom(since: number, hours: BusinessHours): Generator<[number, number]> {
	let day = localDay(since, hours.timeZone);
	let last = since;
	for (;;) {
		const date = new Date(day);
		if (!hours.holidays.has(date.toISOString().slice(0, 10)))
			for (const [from, to] of hours.week[date.getUTCDay()] ?? []) {
				const begin = Math.max(last, toInstant(day + from * MINUTE_MS, hours.timeZone));
				const end = toInstant(day + to * MINUTE_MS, hours.timeZone);
				if (end <= begin) continue;
				yield [begin, end];
				last = end;
			}
		day += DAY_MS;
	}
}

/** The local date's midnight, read as if it were UTC. */
function localDay(at: number, timeZone: string): number {
	return Math.floor((at + offsetAt(at, timeZone)) / DAY_MS) * DAY_MS;
}

/** A wall clock's reading (written as if it were UTC) as a moment: its first occurrence; one the clock leaves out is where it jumps to. */
export function toInstant(wall: number, timeZone: string): number {
	const before = offsetAt(wall - DAY_MS, timeZone);
	const after = offsetAt(wall + DAY_MS, timeZone);
	if (before === after) return wall - before;
	const early = wall - before;
	if (offsetAt(early, timeZone) === before) return early;
	const late = wall - after;
	if (offsetAt(late, timeZone) === after) return late;
	// Left out: the clock jumps between the two readings.
	let [low, high] = [late, early];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (offsetAt(middle, timeZone) === before) low = middle;
		else high = middle;
	}
	return high;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Making a reading takes microseconds and lists take many: a quarter of an hour has one offset in every zone. */
const offsets = new Map<string, number>();
const OFFSETS_AT_MOST = 10_000;
const QUARTER_MS = 15 * MINUTE_MS;

/** What the zone's clock is ahead of UTC, in milliseconds. Throws RangeError for a zone nobody knows. */
export function offsetAt(at: number, timeZone: string): number {
	const quarter = Math.floor(at / QUARTER_MS);
	const key = `${timeZone} ${quarter}`;
	const known = offsets.get(key);
	if (known !== undefined) return known;
	let format = formats.get(timeZone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-US', {
			...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
			...{ hour: 'numeric', minute: 'numeric', second: 'numeric' }
		});
		formats.set(timeZone, format);
	}
	const moment = quarter * QUARTER_MS;
	const read = Object.fromEntries(
		format.formatToParts(moment).map(({ type, value }) => [type, Number(value)])
	);
	const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = read;
	const offset = Date.UTC(year, month - 1, day, hour, minute, second) - moment;
	if (offsets.size >= OFFSETS_AT_MOST) offsets.clear();
	offsets.set(key, offset);
	return offset;
}

export function isTimeZone(name: string): boolean {
	try {
		offsetAt(0, name);
		return true;
	} catch {
		return false;
	}
}
