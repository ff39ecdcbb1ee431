// Numbers with what they count: digits, words, ranges, percent, money, times of day and durations, brought to one unit. "Half an hour",
// "30 minutes" and "0.5 h" are one quantity; "12.0", "twelve" and "12" are one number. Letters with digits (V7, C#4) and fractions that
// are signs (6/4) are names and left to the words. Months and years are not turned into days: they have no one length.
import type { Word } from './plain-statement.ts';

export interface Quantity {
	value: number;
	/** `plain` counts whatever follows it; `clock` is minutes after midnight, `time` seconds, `calendar` months. */
	dimension: string;
	/** What the written number was multiplied by. */
	factor: number;
	/** Which way "at least" or "up to" opens it. */
	bound: 'low' | 'high' | undefined;
	/** "one" in words is as often a pronoun, and "7:30" may be of the morning or of the evening. */
	isLoose: boolean;
	/** First and last word. */
	first: number;
	last: number;
	said: string;
}

type Unit = { dimension: string; factor: number };

const ONES =
	'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
		' '
	);
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS =
	'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
		' '
	);
const SMALL = new Map<string, number>([
	...ONES.map((word, value) => [word, value] as const),
	...TENS.flatMap((word, tens) => (word === '-' ? [] : [[word, tens * 10] as const]))
]);
const LARGE = new Map([
	['hundred', 100],
	['thousand', 1_000],
	['million', 1_000_000]
]);
const ORDINAL = new Map(
	ORDINALS.flatMap((word, value) => [
		[word, value],
		[`${word}s`, value]
	])
);
const TIMES = new Map([
	['twice', 2],
	['thrice', 3]
]);

const UNITS = new Map<string, Unit>();
function units(dimension: string, list: Record<string, number>): void {
	for (const [names, factor] of Object.entries(list))
		for (const name of names.split(' ')) UNITS.set(name, { dimension, factor });
}
units('time', {
	'ms millisecond milliseconds': 0.001,
	'sec secs second seconds': 1,
	'min mins minute minutes': 60,
	'h hr hrs hour hours': 3_600,
	'day days': 86_400,
	'week weeks': 604_800,
	'fortnight fortnights': 1_209_600
});
units('calendar', { 'month months': 1, 'year years yr yrs': 12 });
units('length', {
	mm: 0.001,
	'cm centimetre centimetres centimeter centimeters': 0.01,
	'metre metres meter meters': 1,
	'km kilometre kilometres': 1_000
});
units('bytes', { 'kb kilobyte kilobytes': 1e3, 'mb megabyte megabytes': 1e6, 'gb gigabyte gigabytes': 1e9 });
units('frequency', { 'hz hertz': 1, 'khz kilohertz': 1_000 });
units('loudness', { 'db decibel decibels': 1 });
units('tempo', { bpm: 1 });
units('percent', { 'percent pct': 1 });
units('euro', { 'euro euros eur': 1 });
units('dollar', { 'dollar dollars usd': 1 });
units('pound', { 'pound pounds gbp quid': 1 });
units('franc', { 'franc francs chf': 1 });
const SIGNS: Readonly<Record<string, string>> = { '€': 'euro', $: 'dollar', '£': 'pound', '%': 'percent' };

const LOW =
	/\b(?:(?:shortest|smallest|lowest|minimum|youngest) [\p{L} ]{0,24}is(?: about)?|at least|no less than|not less than|minimum of|more than|over|exceeding|longer than|older than|greater than)\s+(?:a |an )?[€$£]?$/iu;
const HIGH =
	/\b(?:(?:longest|largest|highest|maximum|oldest) [\p{L} ]{0,24}is(?: about)?|at most|no more than|not more than|maximum of|up to|less than|fewer than|under|shorter than|younger than)\s+[€$£]?$/iu;
const LOW_AFTER = /^\s*(?:(?:or|and)\s+(?:more|older|above|longer|over|higher|up|upwards))\b/iu;
const HIGH_AFTER = /^\s*(?:or|and)\s+(?:less|fewer|younger|under|below|shorter|lower)\b/iu;
const SPAN_BEFORE = /^(?:within|after|than|another|nearly|least|most)$/u;
const SPAN_AFTER = /^(?:late|later|after|before|ahead|early|earlier|or)$/u;
const HALF_DAY = /^\s?([ap])\.?m\b\.?/iu;
const LINK = /^\s*(?:-|to|and|or|through|until)\s*[€$£]?$/iu;

/** Words that belong to a quantity are added to `taken`; those already there are passed over. */
export function readQuantities(text: string, words: readonly Word[], taken: Set<number>): Quantity[] {
	const found: Quantity[] = [];
	for (let at = 0; at < words.length; at++) {
		if (taken.has(at)) continue;
		const quantity = phraseAt(words, at) ?? numberAt(text, words, at);
		if (quantity === undefined) continue;
		const start = words[quantity.first]?.start ?? 0;
		const end = words[quantity.last]?.end ?? start;
		const [before, after] = [text.slice(Math.max(0, start - 44), start), text.slice(end, end + 16)];
		if (LOW.test(before) || LOW_AFTER.test(after)) quantity.bound = 'low';
		else if (HIGH.test(before) || HIGH_AFTER.test(after)) quantity.bound = 'high';
		found.push({ ...quantity, said: text.slice(start, end) });
		for (let i = quantity.first; i <= quantity.last; i++) taken.add(i);
		at = quantity.last;
	}
	shareUnits(text, words, found);
	// Who writes 21:00 writes 9:00 for the morning.
	const isByDay = found.some(
		({ dimension, isLoose, value, said }) =>
			dimension === 'clock' && !isLoose && value >= 780 && !/m/iu.test(said)
	);
	if (isByDay) for (const one of found) if (one.dimension === 'clock') one.isLoose = false;
	return found;
}

type Found = Omit<Quantity, 'said'>;

function quantityOf(value: number, unit: Unit | undefined, first: number, last: number): Found {
	const { dimension, factor } = unit ?? { dimension: 'plain', factor: 1 };
	return { value: value * factor, dimension, factor, bound: undefined, isLoose: false, first, last };
}

/** "Half an hour", "an hour and a half", "noon", "twice". */
function phraseAt(words: readonly Word[], at: number): Found | undefined {
	const word = (offset: number) => words[at + offset]?.word ?? '';
	const hour = UNITS.get('hour');
	const isHour = (name: string) => name === 'hour' || name === 'hours';
	if (word(0) === 'half' && /^an?$/u.test(word(1)) && isHour(word(2)))
		return quantityOf(0.5, hour, at, at + 2);
	if (word(0) === 'half' && isHour(word(1))) return quantityOf(0.5, hour, at, at + 1);
	if (word(0) === 'quarter' && word(1) === 'of' && isHour(word(3))) return quantityOf(0.25, hour, at, at + 3);
	if (/^(?:an|one)$/u.test(word(0)) && word(1) === 'hour') {
		const isLonger = word(2) === 'and' && word(3) === 'a' && word(4) === 'half';
		return quantityOf(isLonger ? 1.5 : 1, hour, at, at + (isLonger ? 4 : 1));
	}
	if (word(0) === 'noon' || word(0) === 'midday')
		return quantityOf(720, { dimension: 'clock', factor: 1 }, at, at);
	if (word(0) === 'midnight') return quantityOf(0, { dimension: 'clock', factor: 1 }, at, at);
	// "A week late", "within a day": elsewhere the article counts nothing ("two hours a week").
	const whole = /^an?$/u.test(word(0)) ? UNITS.get(word(1)) : undefined;
	if (whole !== undefined && word(2) === 'and' && word(3) === 'a' && word(4) === 'half')
		return quantityOf(1.5, whole, at, at + 4);
	if (whole !== undefined && (SPAN_BEFORE.test(word(-1)) || SPAN_AFTER.test(word(2))))
		return quantityOf(1, whole, at, at + 1);
	// Nobody says "both" for another number, nor need it be counted.
	if (word(0) === 'both') return { ...quantityOf(2, undefined, at, at), isLoose: true };
	const times = TIMES.get(word(0));
	if (times !== undefined) return quantityOf(times, undefined, at, word(1) === 'times' ? at + 1 : at);
	return undefined;
}

function numberAt(text: string, words: readonly Word[], at: number): Found | undefined {
	const word = words[at];
	if (word === undefined) return undefined;
	const digits = /^\d+(?:[.,]\d+)*/u.exec(word.raw)?.[0];
	if (digits === undefined) return wordsAt(text, words, at);
	const suffix = word.raw.slice(digits.length).toLowerCase();
	const value = parseDigits(digits);
	if (suffix === '' && text[word.end] === ':') {
		const minutes = words[at + 1];
		if (minutes?.start === word.end + 1 && /^\d{2}$/u.test(minutes.raw))
			return clockOf(text, words, value * 60 + Number(minutes.raw), at, at + 1);
	}
	if (/^[ap]m$/u.test(suffix)) return halfDay(value * 60, suffix.charAt(0), at, at);
	if (/^(?:st|nd|rd|th)$/u.test(suffix))
		return quantityOf(value, { dimension: 'ordinal', factor: 1 }, at, at);
	if (suffix !== '') {
		const unit = UNITS.get(suffix) ?? (suffix === 's' ? UNITS.get('sec') : undefined);
		return unit && quantityOf(value, unit, at, at);
	}
	if (HALF_DAY.test(text.slice(word.end, word.end + 6))) return clockOf(text, words, value * 60, at, at);
	return withUnit(text, words, value, at, at);
}

/** A time of day in hours and minutes; `last` is the word its figures end with. */
function clockOf(text: string, words: readonly Word[], minutes: number, first: number, last: number): Found {
	const end = words[last]?.end ?? 0;
	const half = HALF_DAY.exec(text.slice(end, end + 6))?.[1]?.toLowerCase();
	if (half === undefined) {
		const isLoose = minutes < 13 * 60;
		return { ...quantityOf(minutes, { dimension: 'clock', factor: 1 }, first, last), isLoose };
	}
	const isSplit = words[last + 1]?.word === half;
	return halfDay(minutes, half, first, last + (isSplit ? 2 : 1));
}

function halfDay(minutes: number, half: string, first: number, last: number): Found {
	const hours = Math.floor(minutes / 60) % 12;
	const value = (hours + (half === 'p' ? 12 : 0)) * 60 + (minutes % 60);
	return quantityOf(value, { dimension: 'clock', factor: 1 }, first, last);
}

/** A point before exactly three digits is a decimal point; a comma there groups thousands, and elsewhere is a decimal comma. */
function parseDigits(digits: string): number {
	const grouped = digits.replace(/,(?=\d{3}(?:\D|$))/gu, '');
	const points = grouped.split('.').length - 1;
	return Number((points > 1 ? grouped.replaceAll('.', '') : grouped).replace(',', '.'));
}

function wordsAt(text: string, words: readonly Word[], at: number): Found | undefined {
	const first = words[at]?.word ?? '';
	const ordinal = ORDINAL.get(first);
	if (ordinal !== undefined) return quantityOf(ordinal, { dimension: 'ordinal', factor: 1 }, at, at);
	if (first === 'dozen') return quantityOf(12, undefined, at, at);
	let isArticle = first === 'a' && LARGE.has(words[at + 1]?.word ?? '');
	if (!SMALL.has(first) && !isArticle) return undefined;
	let [total, current, last] = [0, 0, at];
	for (let i = at; i < words.length; i++) {
		const word = words[i]?.word ?? '';
		const [small, large] = [SMALL.get(word), LARGE.get(word)];
		const gap = text.slice(words[i - 1]?.end ?? 0, words[i]?.start ?? 0);
		if (i > at && !/^[\s-]*$/u.test(gap)) break;
		if (isArticle) {
			current = 1;
			isArticle = false;
		} else if (small !== undefined) {
			// "Two three" is two numbers, "twenty-three" one.
			if (i > at && !(current % 100 === 0 || (current % 10 === 0 && current % 100 >= 20 && small < 10)))
				break;
			current += small;
			last = i;
		} else if (large !== undefined) {
			if (large === 100) current *= 100;
			else [total, current] = [total + current * large, 0];
			last = i;
		} else if (!(word === 'and' && i > at && current % 100 === 0 && SMALL.has(words[i + 1]?.word ?? '')))
			break;
	}
	const found = withUnit(text, words, total + current, at, last);
	return { ...found, isLoose: first === 'one' && last === at && found.last === at };
}

function withUnit(text: string, words: readonly Word[], value: number, first: number, last: number): Found {
	const [start, end] = [words[first]?.start ?? 0, words[last]?.end ?? 0];
	const sign = SIGNS[/([€$£])\s?$/u.exec(text.slice(Math.max(0, start - 2), start))?.[1] ?? ''];
	const signAfter = SIGNS[/^\s?([€$£%])/u.exec(text.slice(end, end + 2))?.[1] ?? ''];
	const signed = sign ?? signAfter;
	if (signed !== undefined) return quantityOf(value, { dimension: signed, factor: 1 }, first, last);
	// "One and a half to two years".
	if (['and', 'a', 'half'].every((word, offset) => words[last + 1 + offset]?.word === word))
		return withUnit(text, words, value + 0.5, first, last + 3);
	const next = words[last + 1];
	const isNext = next !== undefined && /^[\s-]*$/u.test(text.slice(end, next.start));
	// An age is a bare number in most texts: "14-year-olds", "ages 8 to 14".
	if (isNext && /^years?$/u.test(next.word) && /^olds?$/u.test(words[last + 2]?.word ?? ''))
		return quantityOf(value, undefined, first, last + 2);
	if (isNext && next.word === 'per' && words[last + 2]?.word === 'cent')
		return quantityOf(value, UNITS.get('percent'), first, last + 2);
	const unit = isNext ? UNITS.get(next.word) : undefined;
	return quantityOf(value, unit, first, unit === undefined ? last : last + 1);
}

/** "10 to 12 euros", "€10-12", "between 30 and 45 minutes": both ends have the unit. */
function shareUnits(text: string, words: readonly Word[], found: Quantity[]): void {
	found.forEach((one, at) => {
		const next = found[at + 1];
		if (next === undefined || (one.dimension === 'plain') === (next.dimension === 'plain')) return;
		const between = text.slice(words[one.last]?.end ?? 0, words[next.first]?.start ?? 0);
		if (!LINK.test(between)) return;
		const [bare, full] = one.dimension === 'plain' ? [one, next] : [next, one];
		if (full.dimension === 'ordinal' || full.dimension === 'clock') return;
		bare.value *= full.factor;
		bare.factor = full.factor;
		bare.dimension = full.dimension;
	});
}

/** Whether a source that says `found` bears out `said`. */
export function isSame(said: Quantity, found: Quantity): boolean {
	if (said.dimension === 'clock' && found.dimension === 'clock') {
		const apart = Math.abs(said.value - found.value);
		return apart === 0 || (apart === 720 && (said.isLoose || found.isLoose));
	}
	const isBare = said.dimension === 'plain' && found.dimension !== 'clock' && found.dimension !== 'ordinal';
	// "The fifth bar" is "bar 5"; "a fifth" is not "five".
	const isPlace =
		[said, found].some((one) => one.dimension === 'plain' && /^\d/u.test(one.said)) &&
		[said, found].some((one) => one.dimension === 'ordinal');
	if (said.dimension !== found.dimension && !isBare && !isPlace) return false;
	const value = isBare ? found.value / found.factor : found.value;
	return Math.abs(said.value - value) <= 1e-6 * Math.max(1, Math.abs(value));
}
