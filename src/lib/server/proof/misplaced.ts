// Things of one kind in each other's place: a source that names several ("the major third … the minor third …", two prices, two weekdays,
// two people, up and down) bears out what it says of each, and not what it says of the other. Each such thing of a sentence is held against
// the places of the source where it stands, and against those where another of its kind stands that the clause does not name: the place that
// has more of what the clause says besides is the one it speaks of. Words that are everywhere say little about a place, rare ones much.
import { stem } from '#lib/shared/text/terms.ts';
import { contrariesOf, isAddressee } from './contrasts.ts';
import type { Kinship } from './kinship.ts';
import type { Statement, Word } from './plain-statement.ts';
import { isSame, type Quantity } from './quantities.ts';

export interface Misplaced {
	isNumber: boolean;
	said: string;
	found: string;
}

/** A place is taken for the other's where it has so much more. */
const MARGIN = 0.4;
/** Not every name is of the same kind. */
const NAME_MARGIN = 0.8;
const IN_CLAUSE = 1;
/** What a sentence begins with is said of all of it. */
const IN_FRAME = 0.85;
const IN_UNIT = 0.5;
/** Words of the other clauses of the sentence. */
const BESIDE = 0.15;
const PLACES_LOOKED_AT = 24;
const CLOSE = 3;

/** A place of the source, and where the sentence names the same. */
type Rival = { at: number; said: readonly number[] };
type Context = { places: readonly number[]; weight: number }[];

export function misplacedIn(
	said: Statement,
	found: Statement,
	kinship: Kinship,
	isDenied: (at: number) => boolean
): Misplaced[] {
	const misplaced: Misplaced[] = [];
	const addressed = ['you', 'your', 'yourself'].flatMap((word) => said.places.get(stem(word)) ?? []);
	const [mergedSaid, mergedFound] = [mergedClauses(said), mergedClauses(found)];
	const clauseOfUnit = new Map<number, number>();
	for (const { unit, clause } of found.words) if (!clauseOfUnit.has(unit)) clauseOfUnit.set(unit, clause);
	const ofTheClock = new Set(
		said.quantities.flatMap(({ dimension, first, last }) =>
			dimension === 'clock' ? Array.from({ length: last - first + 1 }, (_, step) => first + step) : []
		)
	);
	said.words.forEach((word, at) => {
		const before = isDenied(at) ? undefined : otherBefore(word, said.words[at + 1]);
		if (before !== undefined) misplaced.push({ isNumber: false, said: word.raw, found: before });
	});
	said.words.forEach((word, at) => {
		const own = found.places.get(word.stem) ?? [];
		if (own.length === 0 || isDenied(at) || ofTheClock.has(at)) return;
		const other = nearer(own, rivalsOf(word, at), contextOf(at, at), isName(said, at) ? NAME_MARGIN : MARGIN);
		if (other !== undefined) misplaced.push({ isNumber: false, said: word.raw, found: other });
	});
	for (const quantity of said.quantities) {
		const own = found.quantities.filter((other) => isSame(quantity, other));
		if (own.length === 0 || (quantity.isLoose && quantity.dimension === 'plain')) continue;
		const rivals = found.quantities
			.filter((other) => other.dimension === quantity.dimension && !own.includes(other))
			.filter((other) => !said.quantities.some((mine) => isSame(mine, other) && isClose(mine, quantity)))
			.map((other) => ({
				at: other.first,
				said: said.quantities.filter((mine) => isSame(mine, other)).map(firstOf)
			}));
		const context = contextOf(quantity.first, quantity.last);
		const other = nearer(own.map(firstOf), rivals, context, MARGIN);
		if (other !== undefined) misplaced.push({ isNumber: true, said: quantity.said, found: other });
	}
	return misplaced;

	/** "Minor chord" where the source has "major chord", though both words are in both. */
	function otherBefore(word: Word, next: Word | undefined): string | undefined {
		if (next?.isContent !== true || next.clause !== word.clause) return undefined;
		const before = (found.places.get(next.stem) ?? []).map((place) => found.words[place - 1]);
		if (before.some((other) => other?.stem === word.stem)) return undefined;
		const rivals = contrariesOf(word.stem);
		const isYou = (other: Word) => addressed.length > 0 && isAddressee(other.stem);
		return before.find((other) => other !== undefined && rivals.has(other.stem) && !isYou(other))?.raw;
	}

	/** What stands where the sentence's surroundings are more at home. A rival that the sentence names too must be at home here in turn. */
	function nearer(
		own: readonly number[],
		rivals: readonly Rival[],
		context: Context,
		margin: number
	): string | undefined {
		const mine = mostOf(own, context);
		let [best, most] = [-1, mine + margin];
		for (const rival of rivals.slice(0, PLACES_LOOKED_AT)) {
			const theirs = shareAt(rival.at, context);
			if (theirs <= most) continue;
			const isExchanged = rival.said.every((at) => {
				const around = contextOf(at, at);
				return theirs + mostOf(own, around) > mine + shareAt(rival.at, around) + margin;
			});
			if (isExchanged) [best, most] = [rival.at, theirs];
		}
		return found.words[best]?.raw;
	}

	function mostOf(places: readonly number[], context: Context): number {
		return Math.max(...places.slice(0, PLACES_LOOKED_AT).map((place) => shareAt(place, context)));
	}

	/** Places of the source with another of the same kind. */
	function rivalsOf(word: Word, at: number): Rival[] {
		const rivals: Rival[] = [];
		const add = (wordStem: string, places: readonly number[]) => {
			const own = said.places.get(wordStem) ?? [];
			const here = isAddressee(wordStem) ? [...own, ...addressed] : own;
			// "Simple or compound": both are spoken of.
			if (here.some((other) => Math.abs(other - at) <= CLOSE)) return;
			for (const place of places) rivals.push({ at: place, said: here });
		};
		for (const other of contrariesOf(word.stem)) add(other, found.places.get(other) ?? []);
		if (isName(said, at))
			found.words.forEach((other, place) => {
				if (other.stem !== word.stem && isName(found, place)) add(other.stem, [place]);
			});
		return rivals;
	}

	/** What else the sentence says, with the places of the source that bear it out. */
	function contextOf(first: number, last: number): Context {
		const here = said.words[first];
		const isNamed = isName(said, first);
		const seen = new Set<string>([here?.stem ?? '']);
		return said.words.flatMap((word, i) => {
			if ((i >= first && i <= last) || seen.has(word.stem) || word.unit !== here?.unit) return [];
			if (ofTheClock.has(i) || (!word.isContent && !word.isFigure)) return [];
			// Name and surname are one thing.
			if (isNamed && Math.abs(i - first) === 1 && isName(said, i)) return [];
			seen.add(word.stem);
			const places = word.isFigure ? (found.places.get(word.stem) ?? []) : kinship.placesOf(word);
			if (places.length === 0) return [];
			const clauses = new Set(places.map((place) => found.words[place]?.clause)).size;
			return [{ places, weight: (mergedSaid[i] === mergedSaid[first] ? 1 : BESIDE) / Math.sqrt(clauses) }];
		});
	}

	function isFrame(word: Word | undefined): boolean {
		return word !== undefined && clauseOfUnit.get(word.unit) === word.clause;
	}

	function shareAt(at: number, context: Context): number {
		const here = found.words[at];
		let sum = 0;
		for (const { places, weight } of context) {
			let near = 0;
			for (const place of places) {
				const word = found.words[place];
				if (mergedFound[place] === mergedFound[at] && place !== at) near = IN_CLAUSE;
				else if (word?.unit === here?.unit) near = Math.max(near, isFrame(word) ? IN_FRAME : IN_UNIT);
			}
			sum += weight * near;
		}
		return sum;
	}
}

/** Clauses by word; two that an "and" joins are one where either says next to nothing ("teachers and students agree"). */
function mergedClauses({ words, text }: Statement): number[] {
	const content = new Map<number, number>();
	for (const { clause, isContent, isFigure } of words)
		if (isContent || isFigure) content.set(clause, (content.get(clause) ?? 0) + 1);
	let shift = 0;
	return words.map(({ clause, word, start }, at) => {
		const before = words[at - 1];
		const isJoined =
			before !== undefined &&
			before.clause !== clause &&
			text.slice(before.end, start) === ' ' &&
			(BINDS.has(word) ||
				((word === 'and' || word === 'or') &&
					Math.min(content.get(before.clause) ?? 0, content.get(clause) ?? 0) <= LITTLE));
		if (isJoined) shift++;
		return clause - shift;
	});
}

const LITTLE = 1;
/** What they open says of what the words before them speak. */
const BINDS = new Set('when where if that which who whose'.split(' '));

const isClose = (one: Quantity, other: Quantity): boolean =>
	Math.max(one.first, other.first) - Math.min(one.last, other.last) <= CLOSE;

const firstOf = ({ first }: Quantity): number => first;

const WEEKDAY = /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$/u;

/** A person, a place, a weekday: written large within a sentence, or at the head of a row beside another such word. */
function isName({ words, text }: Statement, at: number): boolean {
	const word = words[at];
	if (word === undefined || !/^\p{Lu}\p{Ll}{2,}/u.test(word.raw)) return false;
	if (WEEKDAY.test(word.word)) return true;
	if (word.isFigure || !word.isContent) return false;
	const before = text.slice(words[at - 1]?.end ?? 0, word.start);
	if (at > 0 && !/[.!?:"(|\n]\s*$/u.test(before)) return true;
	const next = words[at + 1];
	const isBeside = next?.unit === word.unit && /^\p{Lu}\p{Ll}/u.test(next.raw);
	return isBeside && text.slice(word.end, next.start) === ' ';
}
