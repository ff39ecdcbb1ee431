// Finds statements of different documents that say the same, or the same but for a number, a date, a denial, or a degree. Candidates share
// most of their weight in rare words (tf-idf without frequency); what differs in one is told by the verifier of answers, held against the
// other. Pure, and linear but for words that many statements share, which are no evidence and are passed over.
import { isStopWord, readTerms } from '#lib/shared/text/terms.ts';
import { verifySentence, type Reason } from '../proof/index.ts';

export interface Statement {
	documentId: string;
	revision: string;
	/** UTF-16 offsets into the revision's text. */
	start: number;
	end: number;
	text: string;
	/** Of the document, and headings above: what "it" is about. */
	title: string;
	headings: readonly string[];
}

export type Finding =
	| { kind: 'duplicate'; a: Statement; b: Statement }
	/** Words of `a` and of `b` that do not go together, each pair once. */
	| { kind: 'contradiction'; a: Statement; b: Statement; differences: [string, string][] };

/** Shared weight over all weight, of the words that are no numbers. */
const ALIKE = 0.6;
/** From here on, and with the same numbers, it is the same statement. */
const THE_SAME = 0.9;
const FEWEST_WORDS = 4;
/** A word of more statements than this is evidence of nothing. */
const COMMON = 60;
const MOST_DIFFERENCES = 8;
const HARD: ReadonlySet<string> = new Set(['number', 'date', 'negation', 'firmness', 'contrary']);
/** Another wording is no contradiction: whatever says that it is another matter. */
const OTHER_MATTER: ReadonlySet<string> = new Set([
	'name',
	'words',
	'clause',
	'length',
	'span',
	'uncited',
	'steering'
]);

interface Read {
	statement: Statement;
	words: ReadonlySet<string>;
	numbers: string;
}

/** Those of `changed` against all of `others` (which may hold them too) in other documents; each pair once. */
export function compareStatements(changed: readonly Statement[], others: readonly Statement[]): Finding[] {
	const all = others.map(read);
	const byWord = Map.groupBy(
		all.flatMap((one, at) => [...one.words].map((word) => ({ word, at }))),
		({ word }) => word
	);
	const weightOf = (word: string) => Math.log(1 + all.length / (byWord.get(word)?.length ?? 1));
	const weights = all.map(({ words }) => sum([...words].map(weightOf)));
	const seen = new Set<string>();
	return changed.map(read).flatMap((one) => {
		if (one.words.size < FEWEST_WORDS) return [];
		const own = sum([...one.words].map(weightOf));
		const shared = new Map<number, number>();
		for (const word of one.words) {
			const places = byWord.get(word) ?? [];
			if (places.length > COMMON) continue;
			for (const { at } of places) shared.set(at, 0);
		}
		const found: Finding[] = [];
		for (const at of shared.keys()) {
			const other = all[at];
			if (other === undefined || other.statement.documentId === one.statement.documentId) continue;
			if (other.words.size < FEWEST_WORDS) continue;
			const common = sum([...one.words].filter((word) => other.words.has(word)).map(weightOf));
			const alike = common / (own + (weights[at] ?? 0) - common);
			if (alike < ALIKE) continue;
			const key = [keyOf(one.statement), keyOf(other.statement)].sort().join(' ');
			if (seen.has(key)) continue;
			seen.add(key);
			const finding = judge(one, other, alike);
			if (finding !== undefined) found.push(finding);
		}
		return found;
	});
}

function judge(one: Read, other: Read, alike: number): Finding | undefined {
	const [a, b] = [one.statement, other.statement];
	const there = reasonsOf(a, b);
	const back = reasonsOf(b, a);
	// What one says and the other leaves out is no contradiction.
	const isHard = ({ kind, said, found }: Reason) => HARD.has(kind) && said !== '' && found !== '';
	const pairs = [
		...there.filter(isHard).map(({ said, found }): [string, string] => [said, found]),
		...back.filter(isHard).map(({ said, found }): [string, string] => [found, said])
	];
	const isOther = [there, back].every((reasons) => reasons.some(({ kind }) => OTHER_MATTER.has(kind)));
	if (pairs.length > 0) {
		const differences = [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()].slice(
			0,
			MOST_DIFFERENCES
		);
		return isOther ? undefined : { kind: 'contradiction', a, b, differences };
	}
	return alike >= THE_SAME && one.numbers === other.numbers ? { kind: 'duplicate', a, b } : undefined;
}

/** What `a` says otherwise than `b`. */
function reasonsOf(a: Statement, b: Statement): Reason[] {
	const { documentId, revision, start, end, text, title, headings } = b;
	const citation = { documentId, revision, start, end, quote: text, title, headings };
	return verifySentence({
		sentence: a.text,
		citations: [citation],
		sources: [{ documentId, revision, start, text }]
	}).reasons;
}

function read(statement: Statement): Read {
	const terms = readTerms(statement.text);
	const isNumber = (word: string) => /\p{N}/u.test(word);
	return {
		statement,
		words: new Set(terms.flatMap(({ word, stem }) => (isStopWord(word) || isNumber(word) ? [] : [stem]))),
		numbers: terms.flatMap(({ word }) => (isNumber(word) ? [word] : [])).join(' ')
	};
}

const keyOf = ({ documentId, start }: Statement): string => `${documentId}:${start}`;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
