// Words put in the place of others: where a sentence goes along with its source, before a stretch and behind it, but has something else in
// between, and the source's words for it are nowhere in the sentence, the one was put for the other. Whether that is another wording or
// another thing shows in what went: verbs and the small change of explanations may go, the name of a topic or a denial may not.
import { stem } from '#lib/shared/text/terms.ts';
import { isAddressee, isNameOfKind } from './contrasts.ts';
import type { Kinship } from './kinship.ts';
import type { Statement, Word } from './plain-statement.ts';
import { isDenialCue } from './polarity.ts';
import { isTopicWord } from './writers-words.ts';

/** Words of the source that may stand in the gap, and words of the sentence. */
const WIDEST = 4;
/** Of two words before and two behind, so many are the same. Where a clause begins or ends, that counts as one. */
const LEAST_SAME = 3;
const ALL_SAME = 4;
const BESIDE = 3;
/** Stand for anything. */
const GENERAL = new Set(
	'time times thing things person people way case place part kind lot moment idea fact everything nothing others rest'.split(
		' '
	)
);
const PLACES_LOOKED_AT = 40;

/** Words of the sentence, each with the source's word that it stands for. */
export function replacedIn(
	said: Statement,
	found: Statement,
	isCovered: readonly boolean[],
	near: Statement,
	kinship: Kinship
): [Word, string][] {
	const replaced: [Word, string][] = [];
	for (let from = 0; from < said.words.length; from++) {
		if (isGrounded(from)) continue;
		let to = from;
		while (to + 1 < said.words.length && !isGrounded(to + 1)) to++;
		const isPut = said.words.slice(from, to + 1).some((word, step) => isPutFor(word, from + step));
		const gone = isPut && to - from < WIDEST ? goneBetween(said, found, from, to) : undefined;
		const word = said.words[from];
		if (gone !== undefined && word !== undefined) replaced.push([word, gone.raw]);
		from = to;
	}
	for (let at = 0; at < said.words.length; at++) {
		const [word, gone] = [said.words[at], exchangedAt(at)];
		if (gone !== undefined && word !== undefined) replaced.push([word, gone.raw]);
	}
	return replaced;

	/** A word that the source has too, but where it has another: all around them is the same. */
	function exchangedAt(from: number): Word | undefined {
		if (said.words[from]?.isContent !== true) return undefined;
		for (let to = from; to < from + WIDEST && said.words[to]?.clause === said.words[from].clause; to++) {
			if (said.words[to]?.isContent !== true) continue;
			if (!said.words.slice(from, to + 1).every(isFromElsewhere)) return undefined;
			const gone = goneBetween(said, found, from, to, isNamed);
			if (gone !== undefined && kinship.placesHere(gone).length === 0 && !isListed(from, gone)) return gone;
		}
		return undefined;
	}

	/** "Older beginners and adult beginners": what went stands beside what is said, and nothing was exchanged. */
	function isListed(from: number, gone: Word): boolean {
		const at = found.words.indexOf(gone);
		const beside = found.words.slice(Math.max(0, at - BESIDE), at + BESIDE + 1).map(({ stem }) => stem);
		return beside.includes(said.words[from]?.stem ?? '');
	}

	function isFromElsewhere(word: Word): boolean {
		return !word.isContent || found.places.has(word.stem) || near.places.has(word.stem);
	}

	function isNamed(at: number): boolean {
		const word = found.words[at];
		return word?.isContent === true && (namesTopic(word) || isNounAt(found, at));
	}

	/** Pronouns and everyday verbs stand for much; the name of a thing is put for another. */
	function isPutFor(word: Word, at: number): boolean {
		if (isDenialCue(word.word)) return !found.words.some((other) => isDenialCue(other.word));
		if (!word.isContent || GENERAL.has(word.word)) return false;
		return namesTopic(word) || (at > 0 && /^\p{Lu}/u.test(word.raw)) || isNounAt(said, at);
	}

	/** Numbers are compared as such; grammar words that the source has too hold a sentence to it. */
	function isGrounded(at: number): boolean {
		const word = said.words[at];
		return (
			word === undefined ||
			word.isFigure ||
			(isCovered[at] ?? false) ||
			(!word.isContent && found.places.has(word.stem))
		);
	}
}

/** With `isNamed`, all of the four words around are the same, and the word that went is one of those. */
function goneBetween(
	said: Statement,
	found: Statement,
	from: number,
	to: number,
	isNamed?: (at: number) => boolean
): Word | undefined {
	const before = said.words[from - 1];
	const denies = said.words.some(({ word }) => isDenialCue(word));
	const isYou = said.places.has('you') || said.places.has(stem('your'));
	const isDenied = said.words.slice(from, to + 1).some(({ word }) => isDenialCue(word));
	const isEnd = said.words[to + 1]?.clause !== said.words[to]?.clause;
	const places = before === undefined ? beginningsOf(found) : (found.places.get(before.stem) ?? []);
	for (const place of places.slice(0, PLACES_LOOKED_AT))
		for (let end = place + 2; end <= place + WIDEST + 1; end++) {
			const isClosed = found.words[end]?.clause !== found.words[end - 1]?.clause;
			const isNext = isSame(said, to + 1, found, end);
			if (!isNext && (isNamed !== undefined || !(isEnd && isClosed))) continue;
			const isOver =
				said.words[to + 2]?.unit !== said.words[to]?.unit &&
				found.words[end + 1]?.unit !== found.words[end]?.unit;
			const same =
				1 +
				Number(isSame(said, from - 2, found, place - 1) || (from < 2 && isBeginning(found, place))) +
				1 +
				Number(isSame(said, to + 2, found, end + 1) || (isNamed === undefined ? isEnd && isClosed : isOver));
			if (same < (isNamed === undefined ? LEAST_SAME : ALL_SAME)) continue;
			const gone = found.words.slice(place + 1, end).find((word, step) => {
				if (!isRarer(said, found, word) || word.word === 'one') return false;
				if (isYou && isAddressee(word.stem)) return false;
				if (isNamed !== undefined) return isNamed(place + 1 + step);
				return (
					word.isFigure ||
					(word.isContent && !isDenialCue(word.word) && namesTopic(word)) ||
					(!isDenied && !denies && isDenialCue(word.word))
				);
			});
			if (gone !== undefined) return gone;
		}
	return undefined;
}

/** Where English has the name of a thing: behind an article or a preposition, an adjective between them or not, or first of all. */
function isNounAt({ words }: Statement, at: number): boolean {
	const [word, before, earlier] = [words[at], words[at - 1], words[at - 2]];
	if (before === undefined || before.clause !== word?.clause) return false;
	return OPENS_NOUN.has(before.word) || (before.isContent && OPENS_NOUN.has(earlier?.word ?? ''));
}

const OPENS_NOUN = new Set(
	'a an the this that these those of in on at for with from by as into your their its his her each every no any'.split(
		' '
	)
);

/** Before the first word of a sentence, and the first word itself. */
const isBeginning = ({ words }: Statement, place: number): boolean =>
	place < 1 || words[place - 1]?.unit !== words[place]?.unit || words[place + 1]?.unit !== words[place]?.unit;

const beginningsOf = ({ words }: Statement): number[] =>
	words.flatMap(({ unit }, at) => (words[at - 1]?.unit === unit ? [] : [at - 1]));

const isSame = (one: Statement, at: number, other: Statement, otherAt: number): boolean =>
	one.words[at] !== undefined && one.words[at].stem === other.words[otherAt]?.stem;

const namesTopic = ({ word, stem }: Word): boolean => isTopicWord(word) || isNameOfKind(stem);

/** The sentence has it less often than its source. */
const isRarer = (said: Statement, found: Statement, { stem }: Word): boolean =>
	(said.places.get(stem)?.length ?? 0) < (found.places.get(stem)?.length ?? 0);
