// Days as they are written: 2026-03-12, 12/03/2026, 12 March 2026, March 12th, Thursday, Thu, Monday to Friday. A source that gives a whole
// date also gives its day of the week. Two figures with a stroke are read both ways round, since nobody can tell.
import type { Word } from './plain-statement.ts';

export interface DateMention {
	day?: number;
	/** 1..12 */
	month?: number;
	year?: number;
	/** 0 is Sunday; a range of days holds them all. */
	weekdays?: readonly number[];
	/** The same figures the other way round. */
	other?: { day: number; month: number };
	said: string;
}

const MONTHS = 'january february march april may june july august september october november december'.split(
	' '
);
const MONTH = new Map(
	MONTHS.flatMap((name, at) => [[name, at + 1] as const, [name.slice(0, 3), at + 1] as const])
);
MONTH.set('sept', 9);
/** Words of their own; a month only beside a figure or after one of these. */
const ALSO_WORDS = new Set([
	'may',
	'march',
	'mar',
	'dec',
	'jan',
	'jun',
	'sep',
	'oct',
	'nov',
	'apr',
	'aug',
	'feb',
	'jul'
]);
const BEFORE_MONTH = new Set('in of by until till since from during before after early late mid'.split(' '));
const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const DAY = new Map(DAYS.flatMap((name, at) => [[name, at] as const, [`${name}s`, at] as const]));
for (const [name, at] of Object.entries({
	mon: 1,
	tue: 2,
	tues: 2,
	wed: 3,
	thu: 4,
	thur: 4,
	thurs: 4,
	fri: 5,
	sat: 6,
	sun: 0
}))
	DAY.set(name, at);
/** Common words but for the capital. */
const ABBREVIATED = /^(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)$/u;
const WORKDAYS = [1, 2, 3, 4, 5];

/** Words that belong to a date are added to `taken`. */
export function readDates(text: string, words: readonly Word[], taken: Set<number>): DateMention[] {
	const mentions: DateMention[] = [];
	const add = (first: number, last: number, parts: Omit<DateMention, 'said'>) => {
		for (let i = first; i <= last; i++) taken.add(i);
		mentions.push({ ...parts, said: text.slice(words[first]?.start ?? 0, words[last]?.end ?? 0) });
		return last;
	};
	for (let at = 0; at < words.length; at++) {
		const word = words[at];
		if (word === undefined) continue;
		const figures = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/u.exec(word.raw);
		if (figures) {
			const [day, month, year] = figures.slice(1).map(Number) as [number, number, number];
			at = add(at, at, { ...inYear(day, month), year });
			continue;
		}
		const iso = /^\d{4}-\d{2}-\d{2}(?!\d)/u.test(text.slice(word.start, word.start + 11));
		if (iso && words[at + 2] !== undefined) {
			const [year, month, day] = [0, 1, 2].map((offset) => Number(words[at + offset]?.raw));
			if (year !== undefined && month !== undefined && day !== undefined)
				at = add(at, at + 2, { year, month, day });
			continue;
		}
		const weekdays = weekdaysAt(text, words, at);
		if (weekdays !== undefined) {
			at = add(at, weekdays.last, { weekdays: weekdays.days });
			continue;
		}
		const month = monthAt(words, at);
		if (month === undefined) continue;
		at = addMonth(words, at, month, add, taken);
	}
	return mentions;
}

type Add = (first: number, last: number, parts: Omit<DateMention, 'said'>) => number;

function addMonth(
	words: readonly Word[],
	at: number,
	month: number,
	add: Add,
	taken: ReadonlySet<number>
): number {
	let first = at;
	let last = at;
	let day: number | undefined;
	// 12 March, the 12th of March
	const back = words[at - 1]?.word === 'of' ? at - 2 : at - 1;
	if (!taken.has(back)) day = dayOf(words[back]);
	if (day !== undefined) first = back;
	else {
		day = dayOf(words[at + 1]);
		if (day !== undefined) last = at + 1;
	}
	const year = yearOf(words[last + 1]);
	if (year !== undefined) last++;
	// "14 to 26 June": the month is that of both.
	const opening = /^(?:to|and|until|through)$/u.test(words[first - 1]?.word ?? '') ? first - 2 : first - 1;
	const opens = day === undefined || taken.has(opening) ? undefined : dayOf(words[opening]);
	if (opens !== undefined && day !== undefined && opens < day && first > 0)
		add(opening, opening, { day: opens, month, ...(year === undefined ? {} : { year }) });
	return add(first, last, {
		month,
		...(day === undefined ? {} : { day }),
		...(year === undefined ? {} : { year })
	});
}

function inYear(first: number, second: number): Omit<DateMention, 'said'> {
	if (first > 12) return { day: first, month: second };
	if (second > 12) return { day: second, month: first };
	return { day: first, month: second, other: { day: second, month: first } };
}

function dayOf(word: Word | undefined): number | undefined {
	const figures = /^(\d{1,2})(?:st|nd|rd|th)?$/u.exec(word?.raw.toLowerCase() ?? '')?.[1];
	const day = Number(figures);
	return day >= 1 && day <= 31 ? day : undefined;
}

const yearOf = (word: Word | undefined): number | undefined =>
	/^(?:1[5-9]|20)\d{2}$/u.test(word?.raw ?? '') ? Number(word?.raw) : undefined;

function monthAt(words: readonly Word[], at: number): number | undefined {
	const { word, raw } = words[at] ?? { word: '', raw: '' };
	const month = MONTH.get(word);
	if (month === undefined || !/^\p{Lu}/u.test(raw)) return undefined;
	const previous = words[at - 1];
	const isBesideFigure = [previous, words[at + 1]].some(
		(other) => dayOf(other) !== undefined || yearOf(other) !== undefined
	);
	return !ALSO_WORDS.has(word) || isBesideFigure || BEFORE_MONTH.has(previous?.word ?? '')
		? month
		: undefined;
}

function weekdaysAt(
	text: string,
	words: readonly Word[],
	at: number
): { days: number[]; last: number } | undefined {
	const word = words[at];
	if (word === undefined) return undefined;
	if (/^weekdays?$/u.test(word.word)) return { days: WORKDAYS, last: at };
	if (/^weekends?$/u.test(word.word)) return { days: [6, 0], last: at };
	const from = dayNameOf(word);
	if (from === undefined) return undefined;
	const link = words[at + 1]?.word;
	const isWorded = link === 'to' || link === 'through' || link === 'until';
	const next = words[isWorded ? at + 2 : at + 1];
	const isLinked = isWorded || (next !== undefined && /^\s*-\s*$/u.test(text.slice(word.end, next.start)));
	const to = isLinked ? dayNameOf(next) : undefined;
	if (to === undefined) return { days: [from], last: at };
	const days = [from];
	for (let day = from; day !== to;) days.push((day = (day + 1) % 7));
	return { days, last: isWorded ? at + 2 : at + 1 };
}

function dayNameOf(word: Word | undefined): number | undefined {
	if (word === undefined || (ABBREVIATED.test(word.word) && !/^\p{Lu}/u.test(word.raw))) return undefined;
	return DAY.get(word.word);
}

/** Whether one date of the source bears out all that is said of this one. */
export function isBorneOut(said: DateMention, found: readonly DateMention[]): boolean {
	if (said.weekdays !== undefined) {
		const held = new Set(found.flatMap(weekdaysOf));
		return said.weekdays.every((day) => held.has(day));
	}
	return found.some((one) =>
		[one, { ...one, ...one.other }].some(({ day, month, year }) =>
			[said, { ...said, ...said.other }].some(
				(mine) =>
					(mine.day === undefined || mine.day === day) &&
					(mine.month === undefined || mine.month === month) &&
					(mine.year === undefined || mine.year === year)
			)
		)
	);
}

function weekdaysOf({ weekdays, day, month, year }: DateMention): readonly number[] {
	if (weekdays !== undefined) return weekdays;
	if (day === undefined || month === undefined || year === undefined) return [];
	return [new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
}
