// Narrows a sentence of an answer to the exact span of the passage it cites. Guarantees: the quote is a slice of the passage's
// text, `start` and `end` are UTF-16 offsets into the revision's text, and the span lies inside the passage. Linear in the
// lengths of the sentence and of the passages.
import type { Passage } from '#lib/shared/knowledge.ts';
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { isStopWord, readTerms } from '#lib/shared/text/terms.ts';
import { findRuns } from './find-run.ts';
import { readPassage, type ReadablePassage } from './readable-passage.ts';

export type Narrowed<P extends Passage = Passage> = { passage: P; start: number; end: number; quote: string };

/** Words [first, last] of a passage and how well they support the sentence, 0..1; above 1 for word for word. */
type Support = { first: number; last: number; strength: number };

const MAX_SENTENCES = 4;
/** Grammar words say little about what a sentence rests on. */
const STOP_WORD_WEIGHT = 0.15;
/** Less than this share of the sentence's words in one place is no support. */
const LEAST_COVERAGE = 0.34;
/** A further sentence must bring at least this share of the words. */
const LEAST_GAIN = 0.12;

export function narrow<P extends Passage>(sentence: string, passages: readonly P[]): Narrowed<P> | undefined {
	const words = readTerms(stripMarkdown(sentence.replace(/【\d{1,4}】/gu, ' ')).text);
	if (words.length === 0) return undefined;
	const weights = new Map<string, number>();
	for (const { stem, word } of words) weights.set(stem, isStopWord(word) ? STOP_WORD_WEIGHT : 1);

	let best: { passage: P; read: ReadablePassage; support: Support } | undefined;
	for (const passage of passages) {
		const read = readPassage(passage.text);
		const support =
			wordForWord(
				read,
				words.map((term) => term.word)
			) ?? bestCoverage(read, weights);
		if (support && (!best || support.strength > best.support.strength)) best = { passage, read, support };
	}
	return best && spanOf(best.passage, best.read, best.support);
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
function bestCoverage(read: ReadablePassage, weights: ReadonlyMap<string, number>): Support | undefined {
	const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
	let best: Support | undefined;
	read.sentences.forEach((from, at) => {
		const seen = new Set<string>();
		let covered = 0;
		let content = 0;
		for (const to of read.sentences.slice(at, at + MAX_SENTENCES)) {
			const before = covered;
			for (const word of read.words.slice(to.first, to.last + 1)) {
				if (word.isContent) content++;
				if (seen.has(word.stem)) continue;
				seen.add(word.stem);
				covered += weights.get(word.stem) ?? 0;
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
