// Which words of a source stand for a word of a sentence: the same stem, another form of the word, a word of like meaning (the search's
// own lexicon), its denial by a prefix. Words that exclude each other (major and minor) never stand for each other, however near they are.
import { stem } from '#lib/shared/text/terms.ts';
import { similarStems } from '../ai/index.ts';
import { areContrary } from './contrasts.ts';
import type { Statement, Word } from './plain-statement.ts';
import { synonymsOf } from './synonyms.ts';

export interface Kinship {
	/** Places in the source of what stands for a word of the sentence. */
	placesOf(word: Word | undefined): readonly number[];
	/** Places in the sentence of what stands for a word of the source. */
	placesHere(word: Word | undefined): readonly number[];
	/** Whether one of them is the other with a prefix that denies it. */
	isDenying(one: Word | undefined, other: Word | undefined): boolean;
}

const NONE: readonly number[] = [];
/** Of two forms of a word, so much of the longer is the beginning of both, and at least so many letters. */
const SAME_BEGINNING = 0.7;
const LEAST_BEGINNING = 5;
/** Begin like a denial and are none. */
const NO_DENIALS = new Set(
	'discount discuss display import impress income increase inform input inside insight instance instead instruct intend intent invent invest'.split(
		' '
	)
);
const DENYING = /^(?:un|in|im|ir|il|non|dis)(?=\p{L}{4})/u;

export function createKinship(said: Statement, found: Statement): Kinship {
	const there = placesIn(found);
	const here = placesIn(said);
	return {
		placesOf: (word) => (word === undefined ? NONE : there(word)),
		placesHere: (word) => (word === undefined ? NONE : here(word)),
		isDenying: (one, other) =>
			one !== undefined && other !== undefined && (isDenialOf(one, other) || isDenialOf(other, one))
	};
}

function placesIn({ places, words }: Statement): (word: Word) => readonly number[] {
	const known = new Map<string, readonly number[]>();
	/** Stems that begin alike: a word is compared with those alone. */
	const byBeginning = Map.groupBy(places.keys(), (key) => key.slice(0, LEAST_BEGINNING));
	return (word) => {
		const cached = known.get(word.word);
		if (cached !== undefined) return cached;
		const found = find(word);
		known.set(word.word, found);
		return found;
	};

	function find(word: Word): readonly number[] {
		const same = places.get(word.stem);
		if (same !== undefined) return same;
		const kin = [...(byBeginning.get(word.stem.slice(0, LEAST_BEGINNING)) ?? [])].filter((other) =>
			beginAlike(word.stem, other)
		);
		for (const similar of similarStems(word.stem)) if (places.has(similar)) kin.push(similar);
		for (const similar of synonymsOf(word.stem)) if (places.has(similar)) kin.push(similar);
		const base = baseOf(word.word);
		if (base !== undefined && places.has(base)) kin.push(base);
		for (const denied of DENIALS.map((prefix) => prefix + word.word)
			.filter((denied) => !NO_DENIALS.has(denied.replace(/(?:s|ed|ing)$/u, '')))
			.map(stem))
			if (places.has(denied)) kin.push(denied);
		return kin
			.filter((other) => !areContrary(word.stem, other))
			.flatMap((other) => places.get(other) ?? NONE)
			.filter((at) => words[at]?.isContent === true || isSynonym(word, words[at]));
	}
}

/** Some words of grammar are also synonyms: "below" and "underneath". */
const isSynonym = (word: Word, other: Word | undefined): boolean =>
	other !== undefined && synonymsOf(word.stem).has(other.stem);

const DENIALS = ['un', 'in', 'im', 'non', 'dis'];

function beginAlike(one: string, other: string): boolean {
	let same = 0;
	while (same < one.length && one[same] === other[same]) same++;
	return same >= LEAST_BEGINNING && same >= SAME_BEGINNING * Math.max(one.length, other.length);
}

function baseOf(word: string): string | undefined {
	return DENYING.test(word) && !NO_DENIALS.has(word.replace(/(?:s|ed|ing)$/u, ''))
		? stem(word.replace(DENYING, ''))
		: undefined;
}

const isDenialOf = (word: Word, base: Word): boolean => baseOf(word.word) === base.stem;
