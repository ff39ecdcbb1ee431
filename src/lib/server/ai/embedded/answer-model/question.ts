// A question as the composer weighs it: its terms with their weights, what kind of answer it wants, and what it names.
import type { QueryTerm } from '#lib/shared/knowledge.ts';
import { readQueryTerms, readTerms, stem } from '#lib/shared/text/terms.ts';
import { answerTypeOf, type AnswerType } from './answer-type.ts';
import { isRealWord } from '../real-words.ts';
import { isNear } from './edit-distance.ts';
import type { PlannedQuestion } from './plan.ts';
import { isPlainWord } from './plain-words.ts';
import { isVagueWord } from './words.ts';

export type QuestionKind =
	| 'definition'
	| 'count'
	| 'reason'
	| 'steps'
	| 'time'
	| 'place'
	| 'name'
	| 'who'
	| 'comparison'
	| 'yes-no'
	| 'list'
	| 'other';

export type WeightedTerm = {
	/** As asked, before any repair of its spelling. */
	word: string;
	stem: string;
	weight: number;
	/** 0 also when the search took it for another word that it is not. */
	documentFrequency: number;
};

export type Question = {
	text: string;
	kind: QuestionKind;
	/** The detail it wants, where it wants one. */
	type: AnswerType | undefined;
	terms: WeightedTerm[];
	totalWeight: number;
	/** Neighbouring content words of the question, as "stem stem". */
	pairs: Set<string>;
	/** Stems an answer has to speak of: what a follow-up adds. */
	focus: Set<string>;
};

/** Without the search's word for it, only longer words are taken for slips. */
const SLIP = { one: 6, two: 8 };
/** Abbreviations and slips of the words that questions are made of. */
const NO_TERMS = new Set(
	'vs versus pls plz thx ie eg wich whats wat waht hwo teh hte thier wether becuase becouse cuz coz bcoz ur yr yrs stil allways somthing anyting'.split(
		' '
	)
);
/** For a word the index does not list; about a word that occurs in one of a hundred passages. */
const DEFAULT_IDF = 4;
/** A single very rare word must not outweigh all others together. */
const MAX_WEIGHT = 6;
/** A number in a question singles out one case, however often numbers occur. */
const NUMBER_WEIGHT = 3;
const VAGUE_FACTOR = 0.35;
const FOCUS_FACTOR = 1.8;
const CONTEXT_FACTOR = 0.4;
/** What was meant and not said is a guess. */
const MEANT_FACTOR = 0.6;
/** "How long", "how wide": here the word that is vague elsewhere is what is asked for. */
const MEASURED =
	/\bhow\s+(?:many \p{L}+ )?(long|wide|high|low|far|big|large|small|old|often|early|late|fast|loud|short)\b/giu;

export function readQuestion(
	{ query: text, context, asked, meant, understood }: Omit<PlannedQuestion, 'focus'>,
	found: QueryTerm[],
	focus: string[],
	vocabulary: ReadonlyMap<string, ReadonlySet<string>> = new Map()
): Question {
	const terms = asAsked(text, found, vocabulary);
	const inQuestion = new Set(readTerms(asked).map((term) => term.stem));
	const inContext = new Set(
		readTerms(context)
			.map((term) => term.stem)
			.filter((known) => !inQuestion.has(known))
	);
	const focused = new Set(focus);
	const unsaid = new Set(meant.map((word) => stem(word)));
	// What was said in other words is no unknown word when the knowledge has one of those.
	const held = new Set(terms.flatMap((term) => (term.documentFrequency > 0 ? [term.stem] : [])));
	const explained = new Set(
		understood.flatMap(({ said, meant: words }) => (words.some((word) => held.has(word)) ? said : []))
	);
	const known = new Map<string, WeightedTerm>();
	const measured = new Set([...text.matchAll(MEASURED)].map((match) => stem((match[1] ?? '').toLowerCase())));
	const add = (word: string, wordStem: string, idf: number, documentFrequency: number) => {
		if (known.has(wordStem) || NO_TERMS.has(word)) return;
		if (documentFrequency === 0 && (explained.has(wordStem) || unsaid.has(wordStem))) return;
		const base = Math.min(MAX_WEIGHT, Math.max(/^\d/u.test(word) ? NUMBER_WEIGHT : 0.2, idf));
		const isVague = isVagueWord(word) && !measured.has(wordStem);
		const factor =
			(isVague ? VAGUE_FACTOR : 1) *
			(focused.has(wordStem) ? FOCUS_FACTOR : 1) *
			(inContext.has(wordStem) ? CONTEXT_FACTOR : 1) *
			(unsaid.has(wordStem) ? MEANT_FACTOR : 1);
		known.set(wordStem, { word, stem: wordStem, weight: base * factor, documentFrequency });
	};
	for (const term of terms) add(term.word, term.stem, term.idf, term.documentFrequency);
	if (terms.length === 0) for (const term of readQueryTerms(text)) add(term.word, term.stem, DEFAULT_IDF, 1);
	for (const term of readTerms(text)) {
		if (known.has(term.stem) || !TURNING_WORDS.has(term.word)) continue;
		known.set(term.stem, { word: term.word, stem: term.stem, weight: TURNING_WEIGHT, documentFrequency: 1 });
	}

	const weighted = [...known.values()];
	const stems = weighted.map((term) => term.stem).filter((known) => !unsaid.has(known));
	return {
		text,
		kind: kindOf(text),
		type: answerTypeOf(asked),
		terms: weighted,
		totalWeight: weighted.reduce((sum, term) => sum + term.weight, 0) || 1,
		pairs: new Set(stems.slice(1).map((next, at) => `${stems[at] ?? ''} ${next}`)),
		focus: focused
	};
}

/**
 * Every term with the word that was asked. The search repairs spelling by stems: what it took for a slip may be a word of its own
 * ("temperament" is not "temper"). A repair holds only when a word of the passages is as near as a slip is.
 */
function asAsked(
	text: string,
	terms: QueryTerm[],
	vocabulary: ReadonlyMap<string, ReadonlySet<string>>
): QueryTerm[] {
	const asked = readQueryTerms(text);
	if (asked.length !== terms.length) return terms;
	return terms.map((term, at) => {
		const typed = asked[at];
		if (!typed) return term;
		const isRepaired = typed.stem !== term.stem;
		if (!isRepaired && (term.documentFrequency > 0 || isPlainWord(typed.word))) return term;
		const words = [...(vocabulary.get(term.stem) ?? [])];
		// Without a passage that holds the word there is nothing to judge a repair by.
		if (isRepaired && (words.length === 0 || words.some((word) => isNear(word, typed.word)))) {
			return { ...term, word: typed.word };
		}
		const meant = isRealWord(typed.word) ? undefined : nearestStem(typed.word, vocabulary);
		if (meant !== undefined) return { word: typed.word, stem: meant, documentFrequency: 1, idf: DEFAULT_IDF };
		return { word: typed.word, stem: typed.stem, documentFrequency: 0, idf: MAX_WEIGHT };
	});
}

/** A word of the passages that the typed one may be a slip of. */
function nearestStem(
	typed: string,
	vocabulary: ReadonlyMap<string, ReadonlySet<string>>
): string | undefined {
	for (const [wordStem, words] of vocabulary) {
		for (const word of words) {
			if (word.charAt(0) !== typed.charAt(0)) continue;
			if (isNear(word, typed, SLIP) || isNear(word.replace(/s$/u, ''), typed, SLIP)) return wordStem;
		}
	}
	return undefined;
}

/** No search term, but they turn a question round: "above the bass" is not "below the bass". */
const TURNING_WORDS = new Set(
	'above below before after without under over between during more most less least only once twice same both up down first last'.split(
		' '
	)
);
const TURNING_WEIGHT = 1.2;

/** In order: the first that matches decides. */
const KINDS: [QuestionKind, RegExp][] = [
	[
		'comparison',
		/\b(?:differen(?:ce|t|ces)|differ|diference|versus|vs\.?|compared? (?:to|with)|distinguish\w*|distinction|unlike|in common)\b/iu
	],
	[
		'count',
		/\b(?:how (?:many|much|long|often|old|far|big|large|wide|high|low|fast|early|late|loud)|what (?:number|price|size|length)|number of|cost|price)\b/iu
	],
	['reason', /\b(?:why|how come|what for|reason|purpose|what(?:'s| is) the point)\b/iu],
	[
		'steps',
		/\b(?:how (?:do|does|can|should|would|could|to|did|must|might)|steps?|procedure|instructions?|what do i (?:do|need))\b/iu
	],
	['time', /\b(?:when|what time|what day|deadline|which day)\b/iu],
	['place', /\bwhere\b/iu],
	['who', /\b(?:who|whom|whose)\b/iu],
	[
		'name',
		/\b(?:what(?:'s| is| are) .{2,60} (?:called|named)|name for|have a name|what do you call|which \p{L}+)\b/iu
	],
	[
		'list',
		/\b(?:what|which) (?:are|were) the\b|\b(?:types|kinds|sorts|list|examples|names) of\b|\bwhat .{0,20}(?:types|kinds|sorts)\b/iu
	],
	[
		'definition',
		/\b(?:what(?:'s|s|’s)?(?: is| are| does| do| was| were)?|define|definition|meaning|mean|explain)\b/iu
	],
	[
		'yes-no',
		/^(?:\W*(?:and|but|so|or|also|then)\b)*\W*(?:is|are|was|were|do|does|did|can|could|should|may|must|will|would|has|have|am)\b/iu
	]
];

function kindOf(text: string): QuestionKind {
	return KINDS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}
