// Forms that are more than a number: addresses, dates, times, prices, works and notes, as they are said.
import { cardinal, catalogue, digits, number, ordinal, pairs } from './number-words.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
	' '
);
const MONTH = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\\.?';
const DAYS: Readonly<Record<string, string>> = {
	Mon: 'Monday',
	Tue: 'Tuesday',
	Tues: 'Tuesday',
	Wed: 'Wednesday',
	Thu: 'Thursday',
	Thur: 'Thursday',
	Thurs: 'Thursday',
	Fri: 'Friday',
	Sat: 'Saturday',
	Sun: 'Sunday'
};
const CURRENCIES: Readonly<Record<string, [one: string, many: string, cent: string, cents: string]>> = {
	'€': ['euro', 'euros', 'cent', 'cents'],
	EUR: ['euro', 'euros', 'cent', 'cents'],
	$: ['dollar', 'dollars', 'cent', 'cents'],
	USD: ['dollar', 'dollars', 'cent', 'cents'],
	'£': ['pound', 'pounds', 'penny', 'pence'],
	GBP: ['pound', 'pounds', 'penny', 'pence'],
	CHF: ['franc', 'francs', 'centime', 'centimes']
};
const AMOUNT = String.raw`\d[\d,]{0,14}(?:\.\d{1,2})?`;

const monthOf = (text: string) => MONTHS.find((month) => month.startsWith(text.slice(0, 3))) ?? text;

/** Letter by letter where it is no word; dots and marks by name. */
function spell(text: string): string {
	return text
		.replace(/[-_.+/@]/g, (mark) => {
			const names: Record<string, string> = {
				'-': 'dash',
				_: 'underscore',
				'.': 'dot',
				'+': 'plus',
				'/': 'slash',
				'@': 'at'
			};
			return ` ${names[mark] ?? ''} `;
		})
		.replace(
			/\d+/g,
			(run) => ` ${run.length > 4 || run.startsWith('0') ? digits(run) : cardinal(Number(run))} `
		)
		.replace(/\s+/g, ' ')
		.trim();
}

export function sayAddresses(text: string): string {
	return (
		text
			.replace(
				/\b(?:mailto:)?([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})\b/g,
				(_all, address: string) => spell(address)
			)
			// Of a link the place is said; the rest stands on the screen.
			.replace(
				/\b(?:https?:\/\/)(?:www\.)?([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})(?:[/?#][^\s)<>]{0,2000}?)?(?=[.,;:!?]?(?:\s|$|\)))/g,
				(_all, host: string) => spell(host)
			)
			.replace(
				/\bwww\.([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})(?:\/[^\s)<>]{0,2000}?)?(?=[.,;:!?]?(?:\s|$|\)))/g,
				(_all, host: string) => spell(host)
			)
			.replace(/(?<![\d.,])(\+\d{1,3}[\d ()/-]{6,20}\d|\(?0\d{2,5}\)?[ /-]\d[\d -]{3,14}\d)(?!\d)/g, sayPhone)
	);
}

function sayPhone(text: string): string {
	const groups = text.split(/[\s()/-]+/).filter(Boolean);
	return groups.map((group) => (group.startsWith('+') ? 'plus ' : '') + digits(group)).join(', ');
}

export function sayDates(text: string): string {
	return (
		text
			.replace(
				/\b(\d{4})-(\d{2})-(\d{2})\b/g,
				(all, year: string, month: string, day: string) => date(day, month, year) ?? all
			)
			.replace(
				/\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b/g,
				(all, day: string, month: string, year: string) => date(day, month, year) ?? all
			)
			// 3 to 5 May; 22 November 2026; 22nd of November
			.replace(
				new RegExp(
					`\\b(?:the )?(\\d{1,2})(?:st|nd|rd|th)?\\s?[–-]\\s?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}\\b`,
					'g'
				),
				(_all, from: string, to: string, month: string) =>
					`the ${ordinal(Number(from))} to the ${ordinal(Number(to))} of ${monthOf(month)}`
			)
			.replace(
				new RegExp(
					`\\b(?:the )?(\\d{1,2})(?:st|nd|rd|th)?\\.?(?: of)? ${MONTH}(?:,? (\\d{4}))?(?![a-z])`,
					'g'
				),
				(all, day: string, month: string, year?: string) =>
					Number(day) > 31 || Number(day) < 1
						? all
						: `the ${ordinal(Number(day))} of ${monthOf(month)}${year === undefined ? '' : ` ${pairs(Number(year))}`}`
			)
			.replace(
				new RegExp(`\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.]\\d|\\d)(?:,? (\\d{4}))?`, 'g'),
				(all, month: string, day: string, year?: string) =>
					Number(day) > 31 || Number(day) < 1
						? all
						: `${monthOf(month)} ${ordinal(Number(day))}${year === undefined ? '' : `, ${pairs(Number(year))}`}`
			)
			.replace(
				/\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?(?=\s?[–-]\s?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|[,;:)]|\s+(?:and|or|to|at|from)\s|\s?\d|$)/g,
				(_all, day: string) => DAYS[day] ?? day
			)
			.replace(
				/\b(\w+day)s?\s?[–-]\s?(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?:day)?\b\.?/g,
				(_all, from: string, to: string) => `${from} to ${DAYS[to] ?? to}`
			)
			.replace(/\b(\w{2,6}days?)\s?[–-]\s?(?=\w{2,6}days?\b)/g, '$1 to ')
	);
}

function date(day: string, month: string, year: string): string | undefined {
	const name = MONTHS[Number(month) - 1];
	if (name === undefined || Number(day) < 1 || Number(day) > 31) return undefined;
	return `the ${ordinal(Number(day))} of ${name} ${pairs(Number(year))}`;
}

/** Hours of a day, with a.m. or p.m. where they are written, or cannot be the morning's. */
function time(
	hourText: string,
	minuteText: string | undefined,
	half: string | undefined
): string | undefined {
	const hour = Number(hourText);
	const minute = Number(minuteText ?? '0');
	if (hour > 24 || minute > 59 || (half !== undefined && hour > 12)) return undefined;
	if (half === undefined && minute === 0 && hour % 24 === 0) return 'midnight';
	const suffix =
		half !== undefined ? (/^p/i.test(half) ? ' PM' : ' AM') : hour > 12 ? ' PM' : hour === 0 ? ' AM' : '';
	const spokenHour = cardinal(hour % 12 === 0 ? 12 : hour % 12);
	if (minute === 0) return suffix === '' ? `${spokenHour} o'clock` : spokenHour + suffix;
	return `${spokenHour} ${minute < 10 ? `oh ${cardinal(minute)}` : cardinal(minute)}${suffix}`;
}

export function sayTimes(text: string): string {
	const half = String.raw`(?:\s?([apAP])\.?\s?[mM]\b\.?)`;
	return text
		.replace(/(\d{1,2}:\d{2})\s?[–-]\s?(?=\d{1,2}:\d{2})/g, '$1 to ')
		.replace(
			new RegExp(`\\b(\\d{1,2})(:\\d{2})?\\s?[–-]\\s?(?=\\d{1,2}(?::\\d{2})?${half})`, 'g'),
			'$1$2 to '
		)
		.replace(
			new RegExp(`\\b(\\d{1,2})(?::(\\d{2}))?${half}(?=(\\s+\\p{Lu}|\\s*$)?)`, 'gu'),
			(all: string, hour: string, minute: string | undefined, letter: string, next?: string) => {
				const said = time(hour, minute, letter);
				// The dot of "p.m." may be that of the sentence.
				return said === undefined ? all : said + (all.endsWith('.') && next !== undefined ? '.' : '');
			}
		)
		.replace(
			/(?<![\d:.,])(\d{1,2}):(\d{2})(?!\d|:\d)(?:\s?(?:o'clock|h\b|hrs\b))?/g,
			(all, hour: string, minute: string) => time(hour, minute, undefined) ?? all
		)
		.replace(
			/\b(\d{1,2}) to (?=[a-z-]+ (?:[a-z-]+ )?[AP]M\b)/g,
			(_all, hour: string) => `${cardinal(Number(hour))} to `
		);
}

export function sayPrices(text: string): string {
	const sign = String.raw`(€|\$|£|EUR|USD|GBP|CHF)`;
	const per = String.raw`(?:\s?\/\s?(?=[a-z]))?`;
	return text
		.replace(
			new RegExp(`${sign}\\s?(${AMOUNT})\\s?[–-]\\s?(?:€|\\$|£)?\\s?(${AMOUNT})`, 'g'),
			(_all, currency: string, from: string, to: string) => `${number(from)} to ${price(currency, to)}`
		)
		.replace(
			new RegExp(`\\b(${AMOUNT})\\s?[–-]\\s?(${AMOUNT})\\s?${sign}`, 'g'),
			(_all, from: string, to: string, currency: string) => `${number(from)} to ${price(currency, to)}`
		)
		.replace(
			new RegExp(`${sign}\\s?(${AMOUNT})(?:[.,]?[–-])?(${per})`, 'g'),
			(_all, currency: string, amount: string, each: string) =>
				price(currency, amount) + (each === '' ? '' : ' per ')
		)
		.replace(
			new RegExp(`\\b(\\d{1,9}),(\\d{2})\\s?${sign}(${per})`, 'g'),
			(_all, whole: string, cents: string, currency: string, each: string) =>
				price(currency, `${whole}.${cents}`) + (each === '' ? '' : ' per ')
		)
		.replace(
			new RegExp(`\\b(${AMOUNT})\\s?${sign}(${per})`, 'g'),
			(_all, amount: string, currency: string, each: string) =>
				price(currency, amount) + (each === '' ? '' : ' per ')
		);
}

function price(currency: string, amount: string): string {
	const [one, many, cent, cents] = CURRENCIES[currency] ?? ['', '', '', ''];
	const [wholeText = '0', centText = ''] = amount.replaceAll(',', '').split('.');
	const whole = Number(wholeText);
	const part = Number(centText.padEnd(2, '0'));
	const coins = `${cardinal(part)} ${part === 1 ? cent : cents}`;
	if (whole === 0 && part > 0) return coins;
	const notes = `${cardinal(whole)} ${whole === 1 ? one : many}`;
	return part === 0 ? notes : `${notes} ${cardinal(part)}`;
}

const WORKS: Readonly<Record<string, string>> = {
	BWV: 'B W V',
	KV: 'K V',
	K: 'K',
	D: 'D',
	RV: 'R V',
	HWV: 'H W V',
	WoO: 'W o O',
	Hob: 'Hoboken',
	TWV: 'T W V'
};
/** Metres that are no fractions. */
const METRES = /\b(2\/2|2\/4|4\/4|5\/4|3\/8|5\/8|6\/8|7\/8|9\/8|12\/8)(?![\d/])/g;

export function sayMusic(text: string): string {
	return text
		.replace(/\b[Oo]pp?\.?\s?(?=\d)/g, 'opus ')
		.replace(
			/\b(BWV|KV|K|D|RV|HWV|WoO)\.?\s?(\d{1,4})([a-z])?\b/g,
			(_all, work: string, value: string, letter?: string) =>
				`${WORKS[work] ?? work} ${catalogue(Number(value))}${letter === undefined ? '' : ` ${letter}`}`
		)
		.replace(/\b(?:No|Nr)s?\.\s?(?=\d)/gi, 'number ')
		.replace(
			/\b(?:mm|bb|bars?|measures?)\.?\s(\d{1,4})\s?[–-]\s?(\d{1,4})\b/g,
			(_all, from: string, to: string) => `bars ${cardinal(Number(from))} to ${cardinal(Number(to))}`
		)
		.replace(/\bpp\.\s?(?=\d)/g, 'pages ')
		.replace(/\bp\.\s?(?=\d)/g, 'page ')
		.replace(/\bvol\.\s?(?=\d)/gi, 'volume ')
		.replace(/\bch\.\s?(?=\d)/gi, 'chapter ')
		.replace(/\bfig\.\s?(?=\d)/gi, 'figure ')
		.replace(
			/(\d{1,2})\/(\d{1,2})(?= (?:time|metre|meter|bar|beat))/g,
			(_all, beats: string, unit: string) => `${cardinal(Number(beats))} ${cardinal(Number(unit))}`
		)
		.replace(METRES, (metre) =>
			metre
				.split('/')
				.map((part) => cardinal(Number(part)))
				.join(' ')
		)
		.replace(/♩\s?=\s?/g, 'quarter note equals ')
		.replace(
			/\b([A-G])(?:#|♯)(m\b)?/g,
			(_all, note: string, minor?: string) => `${note} sharp${minor === undefined ? '' : ' minor'}`
		)
		.replace(
			/\b([A-G])(?:b|♭)(m\b)?(?![a-z])/g,
			(_all, note: string, minor?: string) => `${note} flat${minor === undefined ? '' : ' minor'}`
		)
		.replace(
			/\b([A-G]) ?(maj|min)7?\b/g,
			(_all, note: string, mode: string) => `${note} ${mode === 'maj' ? 'major' : 'minor'}`
		)
		.replace(/(sharp|flat)(?=\d)/g, '$1 ');
}
