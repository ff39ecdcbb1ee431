// A sentence or a span of a source as plain words: marks and links gone, contractions and abbreviations written out, every word with its
// stem, its clause and what it is. Linear in the length of the text.
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { isStopWord, readTerms } from '#lib/shared/text/terms.ts';
import { readDates, type DateMention } from './dates.ts';
import { readQuantities, type Quantity } from './quantities.ts';
import { reworded } from './rewording.ts';

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
	/** Grows with every sentence, item and row. */
	unit: number;
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

/** Open another clause: what they say is held apart from what stands before them. */
const OPENERS = new Set(
	'but however although though because since so which who whom whose while whereas unless when where if that and or yet then except'.split(
		' '
	)
);

/** Prepositions and adverbs that the index counts as words of a text. */
const PLACING = new Set(
	'towards toward onto along among amongst across beside besides beyond despite without within unlike around away back yourself yourselves ourselves'.split(
		' '
	)
);

const BOUNDARY = /[.;:,!?()"|\n]|\s-+\s/u;

export function plainText(source: string): string {
	return reworded(stripMarkdown(source.toWellFormed()).text.normalize('NFKC'));
}

export function readStatement(source: string): Statement {
	const text = plainText(source);
	const words: Word[] = [];
	let [clause, unit, before] = [0, 0, 0];
	for (const { stem, word, start, end } of readTerms(text)) {
		const raw = text.slice(start, end);
		const between = text.slice(before, start);
		if (before > 0 && (BOUNDARY.test(between) || OPENERS.has(word)) && !(between === ':' && /^\d/u.test(raw)))
			clause++;
		if (before > 0 && /[.!?]["')\]]*\s|\n/u.test(between)) unit++;
		const isOpening = before === 0 || /[.!?:"(\n]\s*$/u.test(between);
		before = end;
		const isSaying = !isStopWord(word) && !OPENERS.has(word) && !PLACING.has(word);
		const isContent = isSaying || isLetterName(raw, isOpening, text.slice(end, end + 12));
		words.push({ stem, word, raw, start, end, clause, unit, isContent, isFigure: false });
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

/** The A of "A major": an article is written small, or begins a sentence and has a word behind it. */
const isLetterName = (raw: string, isOpening: boolean, behind: string): boolean =>
	raw === 'A' && (!isOpening || /^(?:[-\s](?:major|minor|flat|sharp|natural)\b|[^\s\p{L}]|$)/iu.test(behind));

/** Content words on either side that a place is known by. */
const NEIGHBOURS = 7;
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
	const here = words[at];
	for (const step of [-1, 1]) {
		let seen = 0;
		for (let i = at + step; seen < NEIGHBOURS && Math.abs(i - at) < REACH; i += step) {
			const word = words[i];
			if (word === undefined || here === undefined || word.unit !== here.unit) break;
			if ((!word.isContent && !word.isFigure) || word.stem === here.stem) continue;
			const weight = word.clause === here.clause ? SAME_CLAUSE : 1;
			stems.set(word.stem, Math.max(weight, stems.get(word.stem) ?? 0));
			seen++;
		}
	}
	return stems;
}
