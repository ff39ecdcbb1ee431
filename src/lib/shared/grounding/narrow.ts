// Narrows a sentence of an answer to the exact span of the passage it cites. Guarantees: the quote is a slice of the passage's
// text, `start` and `end` are UTF-16 offsets into the revision's text, and the span lies inside the passage. Linear in the
// lengths of the sentence and of the passages.
import type { Passage } from '#lib/shared/knowledge.ts';
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { isStopWord, readTerms, type Term } from '#lib/shared/text/terms.ts';
import { findRuns } from './find-run.ts';
import { readPassage, type ReadablePassage } from './readable-passage.ts';

export type Narrowed<P extends Passage = Passage> = { passage: P; start: number; end: number; quote: string };

/** Words [first, last] of a passage and how well they support the sentence, 0..1; above 1 for word for word. */
type Support = { first: number; last: number; strength: number };

const MAX_SENTENCES = 4;
/** Grammar words say little about what a sentence rests on. */
const STOP_WORD_WEIGHT = 0.15;
/** Another word for it is not the word. */
const LIKE_WEIGHT = 0.8;
/** Less than this share of the sentence's words in one place is no support. */
const LEAST_COVERAGE = 0.25;
/** A further sentence must bring at least this share of the words. */
const LEAST_GAIN = 0.08;

/** Stems that may stand in a passage for one of the sentence's. */
type Likeness = (stem: string) => Iterable<string>;

export function narrow<P extends Passage>(
	sentence: string,
	passages: readonly P[],
	likeness: Likeness = () => []
): Narrowed<P> | undefined {
	const words = readTerms(stripMarkdown(sentence.replace(/【\d{1,4}】/gu, ' ')).text);
	if (words.length === 0) return undefined;
	const sought = seek(words, likeness);

	let best: { passage: P; read: ReadablePassage; support: Support } | undefined;
	for (const passage of passages) {
		const read = readPassage(passage.text);
		const support =
			wordForWord(
				read,
				words.map((term) => term.word)
			) ?? bestCoverage(read, sought);
		if (support && (!best || support.strength > best.support.strength)) best = { passage, read, support };
	}
	return best && spanOf(best.passage, best.read, best.support);
}

/** What is looked for, by the stems that it may stand as in a passage. */
interface Sought {
	total: number;
	byStem: ReadonlyMap<string, { stem: string; weight: number }>;
}

function seek(words: readonly Term[], likeness: Likeness): Sought {
	const byStem = new Map<string, { stem: string; weight: number }>();
	for (const { stem, word } of words)
		byStem.set(stem, { stem, weight: isStopWord(word) ? STOP_WORD_WEIGHT : 1 });
	const own = [...byStem.values()];
	for (const { stem, weight } of own)
		for (const other of likeness(stem))
			if (!byStem.has(other)) byStem.set(other, { stem, weight: weight * LIKE_WEIGHT });
	return { total: own.reduce((sum, { weight }) => sum + weight, 0), byStem };
}

function spanOf<P extends Passage>(
	passage: P,
	read: ReadablePassage,
	support: Support
): Narrowed<P> | undefined {
	const first = read.words[support.first];
	const last = read.words[support.last];
	if (!first || !last) return undefined;
	const floor = read.words[support.first - 1]?.end ?? 0;
	const start = includeOpening(passage.text, first.start, floor);
	const end = Math.max(last.end, first.end);
	return {
		passage,
		start: passage.start + start,
		end: passage.start + end,
		quote: passage.text.slice(start, end)
	};
}

/** Takes in the emphasis, quotation mark or bracket that stands directly before the first word. */
function includeOpening(text: string, start: number, floor: number): number {
	let at = start;
	while (at > floor && /[*_`~"'“‘([{<♭♯#]/u.test(text[at - 1] ?? '')) at--;
	return at;
}

/** The sentence as it stands in the passage. Of several places, the one that begins and ends with a sentence or item. */
function wordForWord(read: ReadablePassage, needle: string[]): Support | undefined {
	const starts = findRuns(
		read.words.map((word) => word.word),
		needle
	);
	if (starts.length === 0) return undefined;
	const firsts = new Set(read.sentences.map((sentence) => sentence.first));
	const lasts = new Set(read.sentences.map((sentence) => sentence.last));
	let best: Support | undefined;
	for (const first of starts) {
		const last = first + needle.length - 1;
		const strength = 2 + (firsts.has(first) ? 1 : 0) + (lasts.has(last) ? 1 : 0);
		if (!best || strength > best.strength) best = { first, last, strength };
	}
	return best;
}

/** The run of sentences that holds most of the words without holding much else. */
function bestCoverage(read: ReadablePassage, { total, byStem }: Sought): Support | undefined {
	let best: Support | undefined;
	read.sentences.forEach((from, at) => {
		const seen = new Map<string, number>();
		let covered = 0;
		let content = 0;
		for (const to of read.sentences.slice(at, at + MAX_SENTENCES)) {
			const before = covered;
			for (const word of read.words.slice(to.first, to.last + 1)) {
				if (word.isContent) content++;
				const found = byStem.get(word.stem);
				const gain = found === undefined ? 0 : found.weight - (seen.get(found.stem) ?? 0);
				if (found === undefined || gain <= 0) continue;
				seen.set(found.stem, found.weight);
				covered += gain;
			}
			const isWorthIt = to === from || (covered - before) / total >= LEAST_GAIN;
			const coverage = covered / total;
			if (!isWorthIt || coverage < LEAST_COVERAGE) continue;
			const precision = Math.min(1, covered / Math.max(1, content));
			const strength = coverage * (0.75 + 0.25 * precision);
			if (!best || strength > best.strength) best = { first: from.first, last: to.last, strength };
		}
	});
	return best;
}
