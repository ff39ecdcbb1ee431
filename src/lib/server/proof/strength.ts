// How firmly something is said: what must, should or may be, and whether always, mostly, sometimes or never. A sentence may be as firm as its
// source or leave the word out; it may not change one degree into another, nor be firmer than a source that has no such word. The degrees
// are those of grammar books (Palmer, "Mood and Modality"; Quirk et al., "A Comprehensive Grammar", 4.51 and 8.53), written by hand.
import { closest, type Statement } from './plain-statement.ts';
import type { Kinship } from './kinship.ts';
import type { Difference } from './polarity.ts';

type Scale = 'duty' | 'frequency' | 'restriction';
interface Mark {
	scale: Scale;
	degree: string;
	at: number;
}

const DEGREES: Record<Scale, Record<string, string>> = {
	duty: {
		must: 'must shall required requires require mandatory obligatory compulsory needs has-to have-to need-to had-to',
		should: 'should ought recommended advised advisable',
		may: 'may might can could allowed permitted possible optional able'
	},
	frequency: {
		always: 'always invariably every all each constantly without-exception',
		often: 'usually often typically generally commonly normally frequently mostly most tend tends regularly',
		sometimes: 'sometimes occasionally some',
		never: 'never rarely seldom hardly'
	},
	restriction: { only: 'only solely exclusively just alone merely unique' }
};
/** A source without any word of the scale does not bear these out; weaker words are only careful. */
const FIRM = new Set(['must', 'should', 'always', 'never', 'only']);
/** Determiners more than degrees: told from others, but asked for by none. */
const LOOSE_WORDS = new Set(['every', 'all', 'each', 'some', 'most', 'just', 'alone']);

const BY_WORD = new Map<string, { scale: Scale; degree: string }>();
for (const scale of Object.keys(DEGREES) as Scale[])
	for (const [degree, words] of Object.entries(DEGREES[scale]))
		for (const word of words.split(' ')) BY_WORD.set(word, { scale, degree });

/** Compared here, and nowhere else. */
export function isDegreeWord(word: string): boolean {
	return BY_WORD.has(word);
}

function marksOf({ words }: Statement): Mark[] {
	return words.flatMap(({ word }, at) => {
		const next = words[at + 1]?.word ?? '';
		const found = BY_WORD.get(`${word}-${next}`) ?? BY_WORD.get(word);
		return found === undefined ? [] : [{ ...found, at }];
	});
}

export function compareStrength(said: Statement, found: Statement, kinship: Kinship): Difference[] {
	const theirs = marksOf(found);
	return marksOf(said).flatMap((mark): Difference[] => {
		const word = said.words[mark.at];
		const isLoose = LOOSE_WORDS.has(word?.word ?? '');
		const others = theirs.filter(
			({ scale, at }) => scale === mark.scale && (isLoose || !LOOSE_WORDS.has(found.words[at]?.word ?? ''))
		);
		if (others.some(({ degree }) => degree === mark.degree && isNear(mark, others, degree))) return [];
		if (others.length === 0) {
			if (!FIRM.has(mark.degree) || isLoose) return [];
			// What is never done is denied: that is compared where denials are.
			return mark.degree === 'never' ? [] : [{ said: word?.raw ?? '', found: '' }];
		}
		if (isLoose) return [];
		return [{ said: word?.raw ?? '', found: found.words[others[0]?.at ?? 0]?.raw ?? '' }];
	});

	/** With several degrees in the source, the one beside the same word counts. */
	function isNear(mark: Mark, others: readonly Mark[], degree: string): boolean {
		if (others.every((other) => other.degree === degree)) return true;
		const head = headAfter(said, mark.at);
		const places = head === undefined ? [] : kinship.placesOf(said.words[head]);
		if (head === undefined || places.length === 0) return true;
		const best = closest(said, head, found, places);
		const beside = others.filter(({ at }) => best.some((place) => headAfter(found, at) === place));
		return beside.length === 0 || beside.some((other) => other.degree === degree);
	}
}

/** The word that a mark is about. */
function headAfter({ words }: Statement, at: number): number | undefined {
	for (let i = at + 1; i < words.length && i - at <= 6; i++) if (words[i]?.isContent === true) return i;
	return undefined;
}
