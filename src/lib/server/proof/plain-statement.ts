// A sentence or a span of a source as plain words: marks and links gone, contractions and abbreviations written out, every word with its
// stem, its clause and what it is. Linear in the length of the text.
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { isStopWord, readTerms } from '#lib/shared/text/terms.ts';
import { readDates, type DateMention } from './dates.ts';
import { readQuantities, type Quantity } from './quantities.ts';

export interface Word {
	stem: string;
	/** Lower case, without accents. */
	word: string;
	/** As it is written. */
	raw: string;
	start: number;
	end: number;
	/** Grows with every comma, full stop or word that opens another clause. */
	clause: number;
	/** Says something: no grammar word, and no part of a number or a date. */
	isContent: boolean;
	/** Part of a number or a date, which are compared as such. */
	isFigure: boolean;
}

export interface Statement {
	text: string;
	words: Word[];
	quantities: Quantity[];
	dates: DateMention[];
	/** Positions in `words` by stem. */
	places: ReadonlyMap<string, readonly number[]>;
}

const REWRITTEN: [RegExp, string][] = [
	[/[‘’ʼ]/gu, "'"],
	[/[“”]/gu, '"'],
	[/[‐‑‒–—−]/gu, '-'],
	[/\bcannot\b/giu, 'can not'],
	[/\bcan't\b/giu, 'can not'],
	[/\bwon't\b/giu, 'will not'],
	[/\bshan't\b/giu, 'shall not'],
	[/n't\b/giu, ' not'],
	[/\b(it|that|there|he|she|what|here|who)'s\b/giu, '$1 is'],
	[/'re\b/giu, ' are'],
	[/'ve\b/giu, ' have'],
	[/'ll\b/giu, ' will'],
	[/\be\.\s?g\.,?/giu, 'for example'],
	[/\bi\.\s?e\.,?/giu, 'that is'],
	[/\betc\.?/giu, 'and so on'],
	[/\bapprox\.?(?![\p{L}])/giu, 'about'],
	[/\bvs\.?(?![\p{L}])/giu, 'versus'],
	[/\bw\/o\b/giu, 'without'],
	[/\bno\.\s?(?=\d|of\b)/giu, 'number '],
	[/&/gu, ' and '],
	[/\bincl\.?(?![\p{L}])/giu, 'including'],
	[/\bmax\.?(?![\p{L}])/giu, 'maximum'],
	[/\binfo\b/giu, 'information']
];

/** Open another clause: what they say is held apart from what stands before them. */
const OPENERS = new Set(
	'but however although though because since so which who whom whose while whereas unless when where if that and or yet then except'.split(
		' '
	)
);

export function plainText(source: string): string {
	let text = stripMarkdown(source.toWellFormed()).text.normalize('NFKC');
	for (const [pattern, instead] of REWRITTEN) text = text.replace(pattern, instead);
	return text;
}

export function readStatement(source: string): Statement {
	const text = plainText(source);
	const words: Word[] = [];
	let clause = 0;
	let before = 0;
	for (const { stem, word, start, end } of readTerms(text)) {
		const raw = text.slice(start, end);
		const between = text.slice(before, start);
		if (before > 0 && (/[.;:,!?()"\n]|\s-+\s/u.test(between) || OPENERS.has(word))) clause++;
		before = end;
		const isContent = !isStopWord(word) || isLetterName(raw);
		words.push({ stem, word, raw, start, end, clause, isContent, isFigure: false });
	}
	const taken = new Set<number>();
	const dates = readDates(text, words, taken);
	const quantities = readQuantities(text, words, taken);
	for (const at of taken) {
		const word = words[at];
		if (word) [word.isContent, word.isFigure] = [false, true];
	}
	const places = new Map<string, number[]>();
	words.forEach((word, at) => {
		const known = places.get(word.stem);
		if (known === undefined) places.set(word.stem, [at]);
		else known.push(at);
	});
	return { text, words, quantities, dates, places };
}

/** The A of "A major": an article is written small, or begins a sentence. */
const isLetterName = (raw: string): boolean => raw === 'A';

/** Content words on either side that a place is known by. */
const NEIGHBOURS = 5;
const REACH = 20;
const PLACES_LOOKED_AT = 40;

/** In the same clause a word says more about a place than beyond it. */
const SAME_CLAUSE = 3;

/** How much the surroundings of two places share. */
function sharedAround(one: Statement, at: number, other: Statement, otherAt: number): number {
	const mine = surroundings(one, at);
	let shared = 0;
	for (const [stem, weight] of surroundings(other, otherAt)) shared += Math.min(weight, mine.get(stem) ?? 0);
	return shared;
}

/** Of several places, the one whose surroundings are most alike; the first of equals. */
export function closest(one: Statement, at: number, other: Statement, places: readonly number[]): number[] {
	let best: number[] = [];
	let most = -1;
	for (const place of places.slice(0, PLACES_LOOKED_AT)) {
		const shared = sharedAround(one, at, other, place);
		if (shared > most) {
			most = shared;
			best = [place];
		} else if (shared === most) best.push(place);
	}
	return best;
}

function surroundings({ words }: Statement, at: number): Map<string, number> {
	const stems = new Map<string, number>();
	for (const step of [-1, 1]) {
		let seen = 0;
		for (let i = at + step; seen < NEIGHBOURS && Math.abs(i - at) < REACH; i += step) {
			const word = words[i];
			if (word === undefined) break;
			if (!word.isContent || word.stem === words[at]?.stem) continue;
			const weight = word.clause === words[at]?.clause ? SAME_CLAUSE : 1;
			stems.set(word.stem, Math.max(weight, stems.get(word.stem) ?? 0));
			seen++;
		}
	}
	return stems;
}

/** How much two places have in common: what stands around them, and twice as much what stands right beside them. */
export function bond(
	one: Statement,
	{ first, last }: { first: number; last: number },
	other: Statement,
	otherSpan: { first: number; last: number }
): number {
	const isBeside = (at: number, otherAt: number) =>
		one.words[at] !== undefined && one.words[at].stem === other.words[otherAt]?.stem;
	return (
		sharedAround(one, first, other, otherSpan.first) +
		2 * Number(isBeside(first - 1, otherSpan.first - 1)) +
		2 * Number(isBeside(last + 1, otherSpan.last + 1))
	);
}
