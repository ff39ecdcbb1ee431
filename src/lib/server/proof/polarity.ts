// What is denied, and whether both texts deny the same. After NegEx (Chapman, Bridewell, Hanbury, Cooper and Buchanan, "A simple algorithm
// for identifying negated findings", 2001): a cue denies the words that follow it, up to six, as far as its clause goes; what only looks
// like a denial ("not only", "no doubt") is none. What is new here is the comparison: a word is held against the place in the source whose
// surroundings are most alike, so that one denial of several is not taken for another.
import { stem } from '#lib/shared/text/terms.ts';
import { contrariesOf } from './contrasts.ts';
import { closest, type Statement, type Word } from './plain-statement.ts';
import type { Kinship } from './kinship.ts';

/** The cue stands at `at`; `scope` is what it denies, positions of content words in order. */
interface Denial {
	at: number;
	scope: number[];
}

export interface Difference {
	said: string;
	found: string;
}

const CUES = new Set(
	'not no never none nobody nothing neither nor nowhere without except excluding unable hardly rarely seldom lacks lack lacking fails impossible forbidden prohibited banned avoid refuse refuses refused barely scarcely instead'.split(
		' '
	)
);
export const isDenialCue = (word: string): boolean => CUES.has(word);

const OTHERS = new Set('other others else'.split(' '));
const REACH = 6;
const NEAREST = 2;
/** In a list. */
const FARTHEST = 24;
const FINITE = new Set(
	'is are was were be been am can could may might must shall should will would do does did has have had'.split(
		' '
	)
);
/** Deny of whom or what something is said. */
const OF_WHOM = new Set('no none nobody nothing neither nor except excluding'.split(' '));
/** What they open is said by itself. */
const TURNS = new Set(
	'but however although because since so which who whose while whereas unless when where if then and'.split(
		' '
	)
);
/** Follow a cue that denies nothing. */
const HARMLESS = new Map([
	['not', new Set(['only', 'just', 'merely', 'least', 'necessarily'])],
	['no', new Set(['doubt', 'matter'])]
]);
/** Cues that only compare degree: "rarely" and "hardly" deny, but what stands beside them need not be denied elsewhere. */
const LIGHT = new Set(
	[
		'do',
		'be',
		'have',
		'take',
		'make',
		'get',
		'go',
		'give',
		'provide',
		'longer',
		'always',
		'necessarili',
		'usual',
		'typic'
	].map(stem)
);

/** Say without a denial that something is not so, is over, or is not to be done. After the implicit negatives of Clark, "Semantics and comprehension" (1976). */
const IMPLYING = new Set(
	`absent abstain avoid ban bar cease choice closed deny discard disappear drop empty exceed except exception exclude expire fail
	forbid forbidden forfeit gone halt hide ignore independent instead lack lapse lose lost miss missing neglect omit
	optional otherwise outside prevent prohibit rather refrain refuse reject resist silent skip stay stop
	stationary too vanish void voluntary waive withdraw withhold exempt spare`
		.split(/\s+/u)
		.map(stem)
);

function denialsOf({ words, text }: Statement): Denial[] {
	const denials: Denial[] = [];
	words.forEach((word, at) => {
		if (!CUES.has(word.word)) return;
		if (/^fails?$/u.test(word.word) && words[at + 1]?.word !== 'to') return;
		if (word.word === 'instead' && words[at + 1]?.word !== 'of') return;
		if (HARMLESS.get(word.word)?.has(words[at + 1]?.word ?? '') === true) return;
		const scope: number[] = [];
		for (let i = at + 1; i < words.length && i - at <= FARTHEST && scope.length < 2 * REACH; i++) {
			const next = words[i];
			if (next === undefined || CUES.has(next.word)) break;
			// "Who cannot be offered a place can join": with another verb what was denied is over, unless the cue denies of whom it is said.
			if (scope.length > 0 && FINITE.has(next.word) && !OF_WHOM.has(word.word)) break;
			const isListed = isAlsoDenied(i);
			if (!isListed && (i - at > REACH + 2 || scope.length >= REACH)) break;
			const isApart = next.clause !== word.clause && !isListed;
			if (isApart && !(i === at + 1 && /^\s*$/u.test(text.slice(word.end, next.start)))) break;
			if (next.isContent && !LIGHT.has(next.stem)) scope.push(i);
		}
		denials.push({ at, scope });

		/** "Not carried over, turned into money, or replaced": what an "or" ends is denied whole. */
		function isAlsoDenied(place: number): boolean {
			const end = words.findIndex((other, i) => i > at && other.unit !== word.unit);
			const or = words.findLastIndex(
				(other, i) => i > at && (end === -1 || i < end) && (other.word === 'or' || other.word === 'nor')
			);
			if (or < 0) return false;
			const between = words.slice(at + 1, Math.max(place, or) + 1);
			return place <= or + REACH && !between.some((other) => TURNS.has(other.word));
		}
	});
	return denials;
}

/** Whether a word of the statement is denied in it. */
export function deniedIn(statement: Statement): (at: number) => boolean {
	const denied = new Set(denialsOf(statement).flatMap(({ scope }) => scope));
	return (at) => denied.has(at);
}

/** Denials that one text has and the other has not, where both speak of the same. */
export function comparePolarity(said: Statement, found: Statement, kinship: Kinship): Difference[] {
	const mine = denialsOf(said);
	const theirs = denialsOf(found);
	const deniedHere = new Set(mine.flatMap(({ scope }) => scope));
	const deniedThere = new Set(theirs.flatMap(({ scope }) => scope));
	const differences: Difference[] = [];
	const [impliedHere, impliedThere] = [impliesDenial(said, found), impliesDenial(found, said)];
	for (const { at, scope } of mine) {
		if (impliedThere && !isPutIn(said, at, found)) continue;
		const [head] = scope.filter((place) => kinship.placesOf(said.words[place]).length > 0);
		const word = said.words[head ?? -1];
		if (head === undefined || word === undefined) {
			if (scope.some((place) => saysContrary(said.words[place], found))) continue;
			// It denies what the source does not speak of: a source without any denial cannot bear it out.
			if (theirs.length === 0 || (scope.length === 0 && theirs.length < mine.length))
				differences.push(differ(said, at, scope[0], ''));
			continue;
		}
		// "Do not depend", "no difference": what is denied is what the source excludes.
		if (scope.some((place) => saysContrary(said.words[place], found))) continue;
		const places = closest(said, head, found, kinship.placesOf(word));
		if (places.some((place) => deniedThere.has(place) || kinship.isDenying(word, found.words[place])))
			continue;
		// As many denials where it is spoken of: another word is denied to say the same.
		const clause = found.words[places[0] ?? -1]?.clause;
		if (theirs.filter((denial) => found.words[denial.at]?.clause === clause).length === mine.length) continue;
		// "No two parts move" and "two parts do not move": the cue reaches another word of the same clause.
		if (isClauseDenied(found, places, theirs)) continue;
		differences.push(differ(said, at, head, quoteAround(found, places[0])));
	}
	const saidOf = (place: number) =>
		Math.min(2, found.places.get(found.words[place]?.stem ?? '')?.length ?? 0);
	differences.push(...deniedByPrefix(said, found, kinship, deniedHere, deniedThere));
	for (const { at, scope } of theirs) {
		if (impliedHere && !isPutIn(found, at, said)) continue;
		// "Only you can" of what others cannot.
		if (
			said.places.has('onli') &&
			found.words.some(({ word, unit }) => unit === found.words[at]?.unit && OTHERS.has(word))
		)
			continue;
		const told = scope.flatMap((place) => {
			const here = kinship.placesHere(found.words[place]);
			return here.length === 0 ? [] : [{ place, here: closest(found, place, said, here) }];
		});
		// What the source says nowhere else shows best whether its denial is kept.
		const [first] = told.slice(0, NEAREST).toSorted((one, other) => saidOf(one.place) - saidOf(other.place));
		if (first === undefined) continue;
		const isKept = told.some(({ place, here }) =>
			here.some(
				(own) =>
					deniedHere.has(own) ||
					isExcepted(said, own) ||
					kinship.isDenying(found.words[place], said.words[own])
			)
		);
		if (isKept || told.some(({ here }) => isClauseDenied(said, here, mine))) continue;
		if (scope.some((place) => saysContrary(found.words[place], said))) continue;
		// The source says the word elsewhere without denying it, and that place is no less alike.
		const own = first.here[0] ?? 0;
		const best = closest(said, own, found, kinship.placesOf(said.words[own]));
		if (best.some((place) => !deniedThere.has(place))) continue;
		differences.push({
			said: quoteAround(said, own),
			found: found.text.slice(found.words[at]?.start ?? 0, found.words[first.place]?.end ?? 0)
		});
	}
	return differences;
}

/** "Stable" where the source has "unstable", or the other way round, and neither is denied besides. */
function deniedByPrefix(
	said: Statement,
	found: Statement,
	kinship: Kinship,
	deniedHere: ReadonlySet<number>,
	deniedThere: ReadonlySet<number>
): Difference[] {
	return said.words.flatMap((word, at): Difference[] => {
		if (!word.isContent || found.places.has(word.stem)) return [];
		const denying = kinship.placesOf(word).filter((place) => kinship.isDenying(word, found.words[place]));
		const isEven = denying.some((place) => deniedHere.has(at) === deniedThere.has(place));
		if (!isEven) return [];
		return [{ said: word.raw, found: found.words[denying[0] ?? 0]?.raw ?? '' }];
	});
}

/** Has a word of its own that denies without a denial: what is "omitted" is not there, and what "stays outside" is not allowed in. */
function impliesDenial({ words }: Statement, other: Statement): boolean {
	return words.some(({ stem: own }) => IMPLYING.has(own) && !other.places.has(own));
}

/** Whether the other text says the same around a denial, and has none there. */
function isPutIn({ words }: Statement, at: number, other: Statement): boolean {
	const follow = (one: Word | undefined, next: Word | undefined) =>
		one !== undefined &&
		next !== undefined &&
		(other.places.get(one.stem) ?? []).some((place) => other.words[place + 1]?.stem === next.stem);
	const [before, first, second] = [words[at - 1], words[at + 1], words[at + 2]];
	return follow(before, first) || follow(first, second);
}

function saysContrary(word: Word | undefined, other: Statement): boolean {
	if (word === undefined || other.places.has(word.stem)) return false;
	return [...contrariesOf(word.stem)].some((contrary) => other.places.has(contrary));
}

function isClauseDenied(
	{ words }: Statement,
	places: readonly number[],
	denials: readonly Denial[]
): boolean {
	return denials.some(({ at }) => places.some((place) => isDeniedBy(words, place, at)));
}

/** What is not done is denied of whom it is said as well, and of a list of them; "instead of" denies what follows it. */
function isDeniedBy(words: readonly Word[], place: number, cue: number): boolean {
	const [word, denying] = [words[place], words[cue]];
	if (word?.clause === denying?.clause && cue < place) return true;
	if (denying?.word !== 'not' || place > cue || cue - place > REACH + 4) return false;
	return words
		.slice(place, cue)
		.every(
			(other, step) =>
				other.unit === denying.unit &&
				(other.word === 'and'
					? step < cue - place - 1 && !FINITE.has(words[place + step + 1]?.word ?? '')
					: !TURNS.has(other.word)) &&
				(!FINITE.has(other.word) || step === cue - place - 1)
		);
}

/** Said of what is not so: "unless you agree" is not without your agreement. */
function isExcepted({ words }: Statement, at: number): boolean {
	const clause = words[at]?.clause;
	return words.some(
		(word) => word.clause === clause && (word.word === 'unless' || word.word === 'otherwise')
	);
}

function differ(said: Statement, at: number, to: number | undefined, found: string): Difference {
	return { said: said.text.slice(said.words[at]?.start ?? 0, said.words[to ?? at]?.end ?? 0), found };
}

function quoteAround({ text, words }: Statement, at: number | undefined): string {
	if (at === undefined) return '';
	return text.slice(words[Math.max(0, at - 3)]?.start ?? 0, words[at]?.end ?? 0);
}
