// Words put in the place of others: where a sentence goes along with its source, before a stretch and behind it, but has something else in
// between, and the source's words for it are nowhere in the sentence, the one was put for the other. Whether that is another wording or
// another thing shows in what went: verbs and the small change of explanations may go, the name of a topic or a denial may not.
import { isNameOfKind } from './contrasts.ts';
import type { Statement, Word } from './plain-statement.ts';
import { isDenialCue } from './polarity.ts';
import { isTopicWord } from './writers-words.ts';

/** Words of the source that may stand in the gap, and words of the sentence. */
const WIDEST = 4;
/** Of two words before and two behind, so many are the same. Where a clause begins or ends, that counts as one. */
const LEAST_SAME = 3;
const PLACES_LOOKED_AT = 40;

/** Words of the sentence, each with the source's word that it stands for. */
export function replacedIn(
	said: Statement,
	found: Statement,
	isCovered: readonly boolean[]
): [Word, string][] {
	const replaced: [Word, string][] = [];
	for (let from = 0; from < said.words.length; from++) {
		if (isGrounded(from)) continue;
		let to = from;
		while (to + 1 < said.words.length && !isGrounded(to + 1)) to++;
		const gone = to - from < WIDEST ? goneBetween(said, found, from, to) : undefined;
		const word = said.words[from];
		if (gone !== undefined && word !== undefined) replaced.push([word, gone.raw]);
		from = to;
	}
	return replaced;

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

function goneBetween(said: Statement, found: Statement, from: number, to: number): Word | undefined {
	const before = said.words[from - 1];
	if (before === undefined) return undefined;
	const isDenied = said.words.slice(from, to + 1).some(({ word }) => isDenialCue(word));
	const isEnd = said.words[to + 1]?.clause !== said.words[to]?.clause;
	for (const place of (found.places.get(before.stem) ?? []).slice(0, PLACES_LOOKED_AT))
		for (let end = place + 2; end <= place + WIDEST + 1; end++) {
			const isClosed = found.words[end]?.clause !== found.words[end - 1]?.clause;
			if (!isSame(said, to + 1, found, end) && !(isEnd && isClosed)) continue;
			const same =
				1 +
				Number(isSame(said, from - 2, found, place - 1) || (from < 2 && place < 1)) +
				1 +
				Number(isSame(said, to + 2, found, end + 1) || (isEnd && isClosed));
			if (same < LEAST_SAME) continue;
			const gone = found.words
				.slice(place + 1, end)
				.find(
					(word) =>
						isRarer(said, found, word) &&
						(word.isFigure || (word.isContent && namesTopic(word)) || (!isDenied && isDenialCue(word.word)))
				);
			if (gone !== undefined) return gone;
		}
	return undefined;
}

const isSame = (one: Statement, at: number, other: Statement, otherAt: number): boolean =>
	one.words[at] !== undefined && one.words[at].stem === other.words[otherAt]?.stem;

const namesTopic = ({ word, stem }: Word): boolean => isTopicWord(word) || isNameOfKind(stem);

/** The sentence has it less often than its source. */
const isRarer = (said: Statement, found: Statement, { stem }: Word): boolean =>
	(said.places.get(stem)?.length ?? 0) < (found.places.get(stem)?.length ?? 0);
