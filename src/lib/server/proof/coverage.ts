// Whether the words of a sentence are those of its sources. A word that names a topic must stand in the span, as itself, in another form or
// as a word of like meaning; of words that name none (the embedded model's own list) a few may be the writer's. A clause of which less than
// half is borne out is an addition, whatever its words. After the measures of overlap that summaries are checked by (ROUGE, Lin 2004; the
// precision of facts, Goodrich et al. 2019), turned around: what counts is what the sentence has and the source has not.
import { isEverydayWord } from '../ai/index.ts';
import { contrariesOf, isNameOfKind } from './contrasts.ts';
import type { Kinship } from './kinship.ts';
import type { Statement, Word } from './plain-statement.ts';
import { replacedIn } from './replaced.ts';
import { isDegreeWord } from './strength.ts';
import { isTopicWord } from './writers-words.ts';

export interface Coverage {
	/** 0..1: the share of the content words that is borne out. */
	share: number;
	/** Names and topics that the source does not have. */
	strangers: Word[];
	/** Words of the sentence with the word of the source that they exclude. */
	contrary: [Word, string][];
	/** Clauses that are not the source's, as they are written. */
	additions: string[];
}

/** In a clause of so few content words one strange one says little. */
const LEAST_WORDS = 3;
const LEAST_OF_CLAUSE = 0.5;
/** Where all is said in other words. */
const LEAST_OF_FREE_CLAUSE = 0.3;
const LEAST_OF_ALL = 0.6;
/** Who says less of it in the source's own order says it in other words: an everyday word more is one of those, and no other thing. */
const LEAST_CLOSE = 0.4;
/** Words in a row that are not the source's make an addition, wherever they stand. */
const MOST_IN_A_ROW = 4;
/** What a writer brings along weighs less than what is spoken of. */
const PLAIN_WEIGHT = 0.6;

/** `near` is what stands around the spans: what the sentence may name, though the span itself says "it". */
export function compareWords(
	said: Statement,
	found: Statement,
	near: Statement,
	kinship: Kinship,
	isDenied: (at: number) => boolean = () => false
): Coverage {
	const initials = new Set([...acronyms(found), ...acronyms(near)]);
	const spelled = `${spellOut(found)} ${spellOut(near)}`;
	const strangers: Word[] = [];
	const contrary: [Word, string][] = [];
	const isCovered = said.words.map((word, at) => {
		if (kinship.placesOf(word).length > 0 && !isWrongLetter(word)) return true;
		// "No difference" of what is the same.
		if (isDenied(at) && excluded(word) !== undefined) return true;
		if (isShort(word) && spelled.includes(` ${word.word.split('').join(' ')} `)) return true;
		return initials.size > 0 && isSpelledOut(at);
	});
	const isFree = closeness(said, found) < LEAST_CLOSE;
	const isNear = new Set<number>();
	said.words.forEach((word, at) => {
		if (word.isFigure) return;
		const other = found.places.has(word.stem) || isDenied(at) ? undefined : excluded(word);
		if (isCovered[at] === true && other === undefined) return;
		if (other !== undefined) contrary.push([word, other]);
		else if (word.isContent && near.places.has(word.stem) && !isWrongLetter(word)) isNear.add(at);
		else if ((word.isContent || isWrongLetter(word)) && isTelling(word, at)) strangers.push(word);
	});

	contrary.push(...replacedIn(said, found, isCovered, near, kinship));
	for (const at of isNear) isCovered[at] = true;
	const content = said.words.flatMap((word, at) => (word.isContent && !isDegreeWord(word.word) ? [at] : []));
	const share = shareOf(said, content, isCovered);
	const additions = additionsIn(said, content, isCovered, share, isFree);
	return { share, strangers, contrary, additions };

	/** Letters that are names (A, C#, V7) are told from words by their case. */
	function isWrongLetter(word: Word): boolean {
		if (word.isFigure || !isSignWord(word)) return false;
		return ![...(found.places.get(word.stem) ?? [])].some((at) => isSign(found.words[at]?.raw ?? ''));
	}

	/** A word of the source that this one excludes, and that the sentence does not say as well. */
	function excluded({ stem }: Word): string | undefined {
		for (const other of contrariesOf(stem)) {
			const at = found.places.get(other)?.[0];
			if (at !== undefined && !said.places.has(other)) return found.words[at]?.raw;
		}
		return undefined;
	}

	function isTelling(word: Word, at: number): boolean {
		if (isSignWord(word)) return true;
		if (at > 0 && /^\p{Lu}/u.test(word.raw) && !opensSentence(said, at)) return true;
		return isTopicWord(word.word) && !(isFree && isEverydayWord(word.stem) && !isNameOfKind(word.stem));
	}

	/** "Perfect authentic cadence" where the source has PAC. */
	function isSpelledOut(at: number): boolean {
		const letters = said.words.slice(Math.max(0, at - 4), at + 5).map(({ word }) => word.charAt(0));
		const own = Math.min(4, at);
		for (let from = 0; from <= own; from++)
			for (let to = own + 1; to <= letters.length; to++)
				if (to - from >= 2 && initials.has(letters.slice(from, to).join(''))) return true;
		return false;
	}
}

/** 0..1: the share of the pairs of neighbouring words that are neighbours in the source as well. */
function closeness(said: Statement, found: Statement): number {
	let [all, same] = [0, 0];
	said.words.forEach((word, at) => {
		const next = said.words[at + 1];
		if (next === undefined || next.unit !== word.unit) return;
		all++;
		if ((found.places.get(word.stem) ?? []).some((place) => found.words[place + 1]?.stem === next.stem))
			same++;
	});
	return all === 0 ? 1 : same / all;
}

function shareOf({ words }: Statement, places: readonly number[], isCovered: readonly boolean[]): number {
	let [all, covered] = [0, 0];
	for (const at of places) {
		const weight = isTopicWord(words[at]?.word ?? '') ? 1 : PLAIN_WEIGHT;
		all += weight;
		if (isCovered[at] === true) covered += weight;
	}
	return all === 0 ? 1 : covered / all;
}

function additionsIn(
	said: Statement,
	content: readonly number[],
	isCovered: readonly boolean[],
	share: number,
	isFree: boolean
): string[] {
	const additions: string[] = [];
	const add = (places: readonly number[]) => {
		const [first, last] = [said.words[places[0] ?? 0], said.words[places.at(-1) ?? 0]];
		if (first && last) additions.push(said.text.slice(first.start, last.end));
	};
	let row: number[] = [];
	for (const at of content) {
		row = isCovered[at] === true ? [] : [...row, at];
		if (row.length === MOST_IN_A_ROW) add(row);
	}
	if (additions.length > 0) return additions;
	for (const clause of Map.groupBy(content, (at) => said.words[at]?.clause).values()) {
		if (
			clause.length >= LEAST_WORDS &&
			shareOf(said, clause, isCovered) < (isFree ? LEAST_OF_FREE_CLAUSE : LEAST_OF_CLAUSE)
		)
			add(clause);
	}
	const strange = content.filter((at) => isCovered[at] !== true);
	if (additions.length === 0 && strange.length >= 2 && share < LEAST_OF_ALL) add(content);
	return additions;
}

/** Notes, chords, scale degrees, form letters, figures: one letter more or less is another thing. */
function isSign(raw: string): boolean {
	return raw !== 'I' && /^[A-Z][♭♯#b]?$|[\d♭♯#°]|^[b♭]?[IVX]{2,4}$|^[ivx]{2,4}$/u.test(raw);
}

/** The article at the beginning of a sentence is no note. */
const isSignWord = (word: Word): boolean => isSign(word.raw) && (word.raw !== 'A' || word.isContent);

const isShort = ({ raw }: Word): boolean => /^\p{Lu}{2,5}s?$/u.test(raw);

function acronyms({ words }: Statement): string[] {
	return words.filter(isShort).map(({ word }) => word);
}

/** The first letters of the words, so that "PAC" is found in "perfect authentic cadence". */
function spellOut({ words }: Statement): string {
	return ` ${words.map(({ word }) => word.charAt(0)).join(' ')} `;
}

function opensSentence({ text, words }: Statement, at: number): boolean {
	return /[.!?:"(\n]\s*$/u.test(text.slice(words[at - 1]?.end ?? 0, words[at]?.start ?? 0));
}
