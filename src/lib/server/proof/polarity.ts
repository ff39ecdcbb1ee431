// What is denied, and whether both texts deny the same. After NegEx (Chapman, Bridewell, Hanbury, Cooper and Buchanan, "A simple algorithm
// for identifying negated findings", 2001): a cue denies the words that follow it, up to six, as far as its clause goes; what only looks
// like a denial ("not only", "no doubt") is none. What is new here is the comparison: a word is held against the place in the source whose
// surroundings are most alike, so that one denial of several is not taken for another.
import { stem } from '#lib/shared/text/terms.ts';
import { closest, type Statement } from './plain-statement.ts';
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
	'not no never none nobody nothing neither nor nowhere without except excluding unable hardly rarely seldom lacks lack lacking fails impossible forbidden prohibited banned avoid instead'.split(
		' '
	)
);
export const isDenialCue = (word: string): boolean => CUES.has(word);

const REACH = 6;
/** Follow a cue that denies nothing. */
const HARMLESS = new Map([
	['not', new Set(['only', 'just', 'merely', 'least', 'necessarily'])],
	['no', new Set(['doubt', 'matter'])]
]);
/** Cues that only compare degree: "rarely" and "hardly" deny, but what stands beside them need not be denied elsewhere. */
const LIGHT = new Set(
	['do', 'be', 'have', 'take', 'make', 'get', 'go', 'longer', 'always', 'necessarili', 'usual', 'typic'].map(
		stem
	)
);

function denialsOf({ words, text }: Statement): Denial[] {
	const denials: Denial[] = [];
	words.forEach((word, at) => {
		if (!CUES.has(word.word)) return;
		if (HARMLESS.get(word.word)?.has(words[at + 1]?.word ?? '') === true) return;
		const scope: number[] = [];
		for (let i = at + 1; i < words.length && i - at <= REACH + 2 && scope.length < REACH; i++) {
			const next = words[i];
			if (next === undefined || CUES.has(next.word)) break;
			if (next.clause !== word.clause && !(i === at + 1 && /^\s*$/u.test(text.slice(word.end, next.start))))
				break;
			if (next.isContent && !LIGHT.has(next.stem)) scope.push(i);
		}
		denials.push({ at, scope });
	});
	return denials;
}

/** Denials that one text has and the other has not, where both speak of the same. */
export function comparePolarity(said: Statement, found: Statement, kinship: Kinship): Difference[] {
	const mine = denialsOf(said);
	const theirs = denialsOf(found);
	const deniedHere = new Set(mine.flatMap(({ scope }) => scope));
	const deniedThere = new Set(theirs.flatMap(({ scope }) => scope));
	const differences: Difference[] = [];
	for (const { at, scope } of mine) {
		const [head] = scope.filter((place) => kinship.placesOf(said.words[place]).length > 0);
		const word = said.words[head ?? -1];
		if (head === undefined || word === undefined) {
			// It denies what the source does not speak of: a source without any denial cannot bear it out.
			if (theirs.length === 0 || (scope.length === 0 && theirs.length < mine.length))
				differences.push(differ(said, at, scope[0], ''));
			continue;
		}
		const places = closest(said, head, found, kinship.placesOf(word));
		if (places.some((place) => deniedThere.has(place) || kinship.isDenying(word, found.words[place])))
			continue;
		// "No two parts move" and "two parts do not move": the cue reaches another word of the same clause.
		if (isClauseDenied(found, places, theirs)) continue;
		differences.push(differ(said, at, head, quoteAround(found, places[0])));
	}
	differences.push(...deniedByPrefix(said, found, kinship, deniedHere, deniedThere));
	for (const { at, scope } of theirs) {
		const told = scope.flatMap((place) => {
			const here = kinship.placesHere(found.words[place]);
			return here.length === 0 ? [] : [{ place, here: closest(found, place, said, here) }];
		});
		const [first] = told;
		if (first === undefined) continue;
		const isKept = told.some(({ place, here }) =>
			here.some((own) => deniedHere.has(own) || kinship.isDenying(found.words[place], said.words[own]))
		);
		if (isKept || isClauseDenied(said, first.here, mine)) continue;
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

function isClauseDenied(
	{ words }: Statement,
	places: readonly number[],
	denials: readonly Denial[]
): boolean {
	return denials.some(({ at }) =>
		places.some((place) => at < place && words[place]?.clause === words[at]?.clause)
	);
}

function differ(said: Statement, at: number, to: number | undefined, found: string): Difference {
	return { said: said.text.slice(said.words[at]?.start ?? 0, said.words[to ?? at]?.end ?? 0), found };
}

function quoteAround({ text, words }: Statement, at: number | undefined): string {
	if (at === undefined) return '';
	return text.slice(words[Math.max(0, at - 3)]?.start ?? 0, words[at]?.end ?? 0);
}
