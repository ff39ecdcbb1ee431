// How firmly something is said: what must, should or may be, and whether always, mostly, sometimes or never. A sentence may be as firm as its
// source or leave the word out; it may not change one degree into another, nor be firmer than a source that has no such word. The degrees
// are those of grammar books (Palmer, "Mood and Modality"; Quirk et al., "A Comprehensive Grammar", 4.51 and 8.53), written by hand.
import { closest, type Statement, type Word } from './plain-statement.ts';
import type { Kinship } from './kinship.ts';
import { isDenialCue, type Difference } from './polarity.ts';

type Scale = 'duty' | 'frequency' | 'restriction';
interface Mark {
	scale: Scale;
	degree: string;
	at: number;
}

const DEGREES: Record<Scale, Record<string, string>> = {
	duty: {
		must: 'must shall required requires require mandatory obligatory compulsory needs has-to have-to need-to had-to',
		should: 'should ought asked recommended advised advisable',
		may: 'may might can could allowed allow allows permitted permits possible optional able'
	},
	frequency: {
		always:
			'always invariably every all each constantly without-exception everybody everyone anybody anyone anywhere everywhere everything',
		often: 'usually often typically generally commonly normally frequently mostly most tend tends regularly',
		sometimes: 'sometimes occasionally some many several few',
		never: 'never rarely seldom hardly'
	},
	restriction: { only: 'only solely exclusively just alone merely unique' }
};
/** A source without any word of the scale does not bear these out; weaker words are only careful. */
const FIRM = new Set(['must', 'should', 'always', 'never', 'only']);
/** Determiners more than degrees: told from others, but asked for by none. */
const LOOSE_WORDS = new Set([
	'every',
	'all',
	'each',
	'some',
	'many',
	'several',
	'few',
	'most',
	'just',
	'alone'
]);
/** Bear out that something holds for everybody. */
const OF_ALL = new Set(
	'all every each any anyone anybody everyone everybody nobody none no whoever always full whole entire complete'.split(
		' '
	)
);
const LIMITS = new Set('while until limited reserved except'.split(' '));
const PRONOUN_OF_ALL = /^(?:every|any)(?:body|one|where|thing)$/u;

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
		// "Need to be able to read" is one degree and not two.
		// "If your child is only 4".
		if (
			word === 'only' &&
			words[at + 1]?.isFigure === true &&
			!(words[at + 2]?.clause === words[at]?.clause && words[at + 2]?.isContent === true) &&
			/^(?:is|are|was)$/u.test(words[at - 1]?.word ?? '')
		)
			return [];
		if (word === 'asked' && !/^(?:is|are|be|been)$/u.test(words[at - 1]?.word ?? '')) return [];
		if (word === 'able' && words[at - 2]?.word === 'to') return [];
		const found = BY_WORD.get(`${word}-${next}`) ?? BY_WORD.get(word);
		return found === undefined ? [] : [{ ...found, at }];
	});
}

export function compareStrength(said: Statement, found: Statement, kinship: Kinship): Difference[] {
	const theirs = marksOf(found);
	return marksOf(said).flatMap((mark): Difference[] => {
		const word = said.words[mark.at];
		const isLoose = LOOSE_WORDS.has(word?.word ?? '');
		// What need not be is denied, and that is compared where denials are.
		if (mark.scale === 'duty' && mark.degree === 'must' && isDenied(said, mark.at)) return [];
		if (
			mark.scale === 'restriction' &&
			found.words.some((other) => /^(?:single|sole|one)$/u.test(other.word)) &&
			(said.words[mark.at + 1]?.word === 'a' ||
				said.words.slice(mark.at + 1, mark.at + 5).some((other) => other.word === 'one'))
		)
			return [];
		const sole = mark.degree === 'always' && isLoose ? soleFor(mark.at) : undefined;
		if (sole !== undefined) return [{ said: word?.raw ?? '', found: sole.raw }];
		if (PRONOUN_OF_ALL.test(word?.word ?? ''))
			return found.words.some((other) => OF_ALL.has(other.word) || other.word === word?.word) ||
				isAsking(mark.at)
				? []
				: [{ said: word?.raw ?? '', found: '' }];
		const others = theirs.filter(
			({ scale, at }) => scale === mark.scale && (isLoose || !LOOSE_WORDS.has(found.words[at]?.word ?? ''))
		);
		if (mark.degree === 'must' && isCustom(mark.at)) return [];
		if (others.some(({ degree }) => degree === mark.degree && isNear(mark, others, degree))) return [];
		if (others.length === 0) {
			if (mark.scale === 'duty' && isOrder(found)) return [];
			if (mark.degree === 'only' && (found.words.some(isLimit) || isRest(mark.at))) return [];
			if (!FIRM.has(mark.degree) || isLoose) return [];
			// What is never done is denied: that is compared where denials are.
			return mark.degree === 'never' ? [] : [{ said: word?.raw ?? '', found: '' }];
		}
		if (isLoose && !isOtherShare(mark, others)) return [];
		return [{ said: word?.raw ?? '', found: found.words[others[0]?.at ?? 0]?.raw ?? '' }];
	});

	/** "You have to pay before the lesson" of what is paid before it. */
	function isCustom(at: number): boolean {
		const verb = said.words.findIndex((word, i) => i > at && word.isContent);
		if (verb < 0 || verb - at > 2 || said.words[verb - 1]?.word === 'be') return false;
		const places = kinship.placesOf(said.words[verb]);
		// "A parent stays in the room", and nothing that says it may be otherwise.
		return places.some((place) => {
			const unit = found.words[place]?.unit;
			const before = found.words
				.slice(0, place)
				.flatMap((other) => (other.unit === unit ? [other.word] : []));
			return (
				/^(?:is|are)$/u.test(before.at(-1) ?? '') ||
				!before.some((word) => isDegreeWord(word) || isDenialCue(word))
			);
		});
	}

	/** What the source sets a bound to, the sentence may say "only" of. */
	function isLimit({ word, stem }: Word): boolean {
		return LIMITS.has(word) || (isDenialCue(word) && !said.places.has(stem));
	}

	/** "Not with others, only with yours": what a denial leaves. */
	function isRest(at: number): boolean {
		const comma = said.words[at - 1];
		const isParted = comma !== undefined && said.text.slice(comma.end, said.words[at]?.start).includes(',');
		return (
			isParted &&
			said.words.slice(0, at).some(({ word }) => isDenialCue(word)) &&
			found.words.some(({ word }) => isDenialCue(word))
		);
	}

	/** "Anyone who pays": the rest says of whom it is said. */
	function isAsking(at: number): boolean {
		return /^(?:who|whose|with|under|aged|over|in|from)$/u.test(said.words[at + 1]?.word ?? '');
	}

	/** "Every room" where the source has "the only room". */
	function soleFor(at: number): Word | undefined {
		const head = headAfter(said, at);
		for (const place of head === undefined ? [] : kinship.placesOf(said.words[head]))
			for (const other of found.words.slice(Math.max(0, place - 3), place))
				if (other.word === 'only' && other.clause === found.words[place]?.clause) return other;
		return undefined;
	}

	/** "All players" where the source has "many players". */
	function isOtherShare(mark: Mark, others: readonly Mark[]): boolean {
		const head = headAfter(said, mark.at);
		const places = head === undefined ? [] : kinship.placesOf(said.words[head]);
		const beside = others.filter(({ at }) => places.includes(headAfter(found, at) ?? -1));
		return beside.length > 0 && beside.every(({ degree }) => degree !== mark.degree);
	}

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

function isDenied({ words }: Statement, at: number): boolean {
	return [1, 2].some((back) => isDenialCue(words[at - back]?.word ?? '')) || words[at + 1]?.word === 'not';
}

/** A text that tells to do something, or what is owed, is a duty without the word. */
function isOrder({ words, text }: Statement): boolean {
	return words.some(
		({ word, unit, start }, at) =>
			OWED.has(word) ||
			(ORDERS.has(word) &&
				(at === 0 ||
					words[at - 1]?.unit !== unit ||
					words[at - 1]?.word === 'please' ||
					/,\s$/u.test(text.slice(words[at - 1]?.end ?? 0, start))))
	);
}

const OWED = new Set('due charged owed deadline required please shortest minimum'.split(' '));
const ORDERS = new Set(
	`add ask avoid begin book bring call change check choose close come contact decide follow give hold keep learn leave let lift listen
	make move open pay phone play practise practice press put read record remember report return say send set sign sing sit start stay stop
	switch take tell try tune turn use wait work write`.split(/\s+/u)
);

/** The word that a mark is about. */
function headAfter({ words }: Statement, at: number): number | undefined {
	for (let i = at + 1; i < words.length && i - at <= 6; i++) if (words[i]?.isContent === true) return i;
	return undefined;
}
