// What is written, as it is said aloud in English: marks, links, code and citations are left out; numbers, prices, times, dates, ranges,
// addresses, opus numbers and the signs of music become words. It knows the forms that answers of a music school have, no others: what it
// does not know is left as it stands, for the speaker to try. Linear: every pattern is bounded.
import { readBlocks } from '#lib/shared/text/blocks.ts';
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { sayAddresses, sayDates, sayMusic, sayPrices, sayTimes } from './ear-forms.ts';
import { number, ordinal, pairs } from './number-words.ts';

type Rule = [pattern: RegExp, words: string | ((...found: string[]) => string)];

const N = String.raw`\d[\d,]{0,18}(?:\.\d{1,9})?`;

/** Signs whose words depend on the numbers beside them. */
const NUMBERS: Rule[] = [
	[/(\d)\s?½/g, '$1 and a half'],
	[/(\d)\s?¼/g, '$1 and a quarter'],
	[/½/g, 'one half'],
	[/¼/g, 'one quarter'],
	[/¾/g, 'three quarters'],
	[/\b24\/7\b/g, 'twenty-four seven'],
	[new RegExp(`(?:~|≈\\s?)(?=${N})`, 'g'), 'about '],
	[/#(?=\d)/g, 'number '],
	[new RegExp(`(${N})\\s?(?:%|percent)`, 'g'), '$1 percent'],
	[new RegExp(`(${N})\\s?°\\s?C\\b`, 'g'), '$1 degrees Celsius'],
	[new RegExp(`(${N})\\s?°`, 'g'), '$1 degrees'],
	// A range, before its sign could be a minus.
	[new RegExp(`\\b(${N})\\s?[–—-]\\s?(?=\\d)`, 'g'), '$1 to '],
	[new RegExp(`(^|[\\s(])[−-](?=${N})`, 'g'), '$1minus '],
	[new RegExp(`(\\d)\\s?[×x]\\s?(?=\\d)`, 'g'), '$1 by '],
	[new RegExp(`\\b(${N})\\s?(bpm|BPM)\\b`, 'g'), '$1 beats per minute'],
	[/\b(1[1-9]|20)(\d0)s\b/g, (_all, century, decade) => `${number(century)} ${plural(number(decade))}`],
	[/(?<=\bthe )([2-9]0)s\b/g, (_all, decade) => plural(number(decade))],
	...units([
		['min', 'minute', 'minutes'],
		['mins', 'minutes', 'minutes'],
		['h', 'hour', 'hours'],
		['hrs?', 'hour', 'hours'],
		['s', 'second', 'seconds'],
		['secs?', 'second', 'seconds'],
		['ms', 'millisecond', 'milliseconds'],
		['km', 'kilometre', 'kilometres'],
		['cm', 'centimetre', 'centimetres'],
		['mm', 'millimetre', 'millimetres'],
		['m', 'metre', 'metres'],
		['kg', 'kilogram', 'kilograms'],
		['g', 'gram', 'grams'],
		['kHz', 'kilohertz', 'kilohertz'],
		['Hz', 'hertz', 'hertz'],
		['dB', 'decibel', 'decibels'],
		['MB', 'megabyte', 'megabytes'],
		['GB', 'gigabyte', 'gigabytes']
	]),
	[/\b(\d{1,6})(?:st|nd|rd|th)\b/g, (_all, value) => ordinal(Number(value))],
	[/\b1\/2\b/g, 'one half'],
	[/\b1\/4\b/g, 'one quarter'],
	[/\b3\/4\b/g, 'three quarters'],
	[/\b(\d{1,3})\/(\d{1,3})\b/g, '$1 out of $2'],
	// A year, unless it is a place after a point.
	[/(?<![\d.,])(1[1-9]\d\d|20\d\d)(?![\d]|[.,]\d)/g, (_all, year) => pairs(Number(year))],
	[/(?<![\p{L}\d])(\d{1,60}(?:,\d{3}){0,5}(?:\.\d{1,20})?)(?![\p{L}\d])/gu, (_all, value) => number(value)],
	// Beside letters: "MP3", "3D".
	[/(?<=\p{L})(\d{1,60})(?![\d])/gu, (_all, value) => ` ${number(value)}`],
	[/(?<![\d])(\d{1,60})(?=\p{L})/gu, (_all, value) => `${number(value)} `]
];

const WORDS: Rule[] = [
	[/\be\.\s?g\.,?/gi, 'for example,'],
	[/\bi\.\s?e\.,?/gi, 'that is,'],
	[/\betc\.(?=\s+\p{Lu}|\s*$)/gu, 'and so on.'],
	[/\betc\.?/g, 'and so on'],
	[/\bvs\.?(?=\s)/g, 'versus'],
	[/\bapprox\.?(?=\s)/g, 'about'],
	[/\bca\.(?=\s)/g, 'about'],
	[/\bDr\.?(?=\s\p{Lu})/gu, 'Doctor'],
	[/\bProf\.?(?=\s\p{Lu})/gu, 'Professor'],
	[/\bMr\.(?=\s)/g, 'Mister'],
	[/\bMrs\.(?=\s)/g, 'Missis'],
	[/\band\/or\b/g, 'and or'],
	[/\s&\s/g, ' and '],
	[/\s\+\s/g, ' plus '],
	[/\s=\s/g, ' equals '],
	[/\s(?:→|->|⇒)\s/g, ' to '],
	[/(\p{L}{2,})\s?\/\s?(?=\p{L}{2})/gu, '$1 or ']
];

const CLEAN: Rule[] = [
	[/\p{Extended_Pictographic}|\p{Emoji_Modifier}/gu, ' '],
	// What joins and varies signs, and has no sound.
	[/\u200B|\u200C|\u200D|\uFE0E|\uFE0F/g, ''],
	[/["“”„«»]/g, ''],
	[/\s*[([{]\s*/g, ', '],
	[/\s*[)\]}]/g, ','],
	[/\s*(?:—|–|\s-\s)\s*/g, ', '],
	[/…|\.{3,}/g, '.'],
	[/[`|*_#>~^\\<]/g, ' '],
	[/\s+/gu, ' '],
	[/(?:\s*,)+\s*(?=[,.!?;:])/g, ''],
	[/,(?:\s*,)+/g, ','],
	[/\s+(?=[,.!?;:](?:\s|$))/g, ''],
	[/([.!?])(?:\s*[.,;:])+/g, '$1'],
	[/^[\s,.;:!?]+/, ''],
	[/[,;:]$/, '.']
];

/** Of a piece of an answer. '' where nothing of it is said, as of code. In other languages than English only marks are taken out. */
export function toSpoken(text: string, language = 'en'): string {
	const say = /^en\b/i.test(language)
		? sayWords
		: (plain: string) => apply(CLEAN, plain.normalize('NFC')).trim();
	const blocks = readBlocks(text);
	const said = blocks.flatMap((block) => {
		if (block.kind === 'code' || block.kind === 'rule') return [];
		const plain = stripMarkdown(withoutCitations(text.slice(block.start, block.end))).text;
		const isRow = block.kind === 'row';
		const words = say(isRow ? plain.replace(/^\s*\||\|\s*$/g, '').replace(/\s*\|\s*/g, ', ') : plain);
		// The end of a line is a pause where it stands for one.
		const isLine = isRow || block.kind === 'heading' || block.kind === 'item';
		const isOpen = isLine || blocks.length > 1;
		return words === '' ? [] : [isOpen && /[\p{L}\p{N}'’]$/u.test(words) ? `${words}.` : words];
	});
	return said.join(' ');
}

function withoutCitations(text: string): string {
	return text
		.replace(/\s?\[\^?\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}\](?!\()/g, '')
		.replace(/\s?【[^【】]{0,100}】/g, '')
		.replace(/<(?:https?:\/\/|mailto:)?([^\s<>]{1,300})>/g, '$1');
}

function sayWords(text: string): string {
	let words = text.normalize('NFC');
	for (const say of [sayAddresses, sayDates, sayTimes, sayPrices, sayMusic]) words = say(words);
	for (const rules of [WORDS, NUMBERS, CLEAN]) words = apply(rules, words);
	return words.trim();
}

function apply(rules: readonly Rule[], text: string): string {
	return rules.reduce(
		(said, [pattern, words]) =>
			typeof words === 'string' ? said.replace(pattern, words) : said.replace(pattern, words),
		text
	);
}

function plural(words: string): string {
	return words.endsWith('y') ? `${words.slice(0, -1)}ies` : `${words}s`;
}

/** "1 min" is one minute, "5 min" five minutes. */
function units(names: readonly [pattern: string, one: string, many: string][]): Rule[] {
	return names.map(([pattern, one, many]) => [
		new RegExp(`(?<![\\d.,])(${N})\\s?${pattern}\\b\\.?(?=[\\s,;:!?)]|$|\\.)`, 'g'),
		(_all, value) => `${value} ${value === '1' ? one : many}`
	]);
}
