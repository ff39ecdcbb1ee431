// A passage as words that know their place in its source, and as sentences that know their words.
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { isStopWord, readTerms } from '#lib/shared/text/terms.ts';

export type PlacedWord = { word: string; stem: string; isContent: boolean; start: number; end: number };
/** Words [first, last] of the passage. */
export type PlacedSentence = { first: number; last: number };
export type ReadablePassage = { words: PlacedWord[]; sentences: PlacedSentence[] };

export function readPassage(text: string): ReadablePassage {
	const plain = stripMarkdown(text);
	const words = readTerms(plain.text).map((term) => {
		const start = plain.offsets[term.start] ?? 0;
		return {
			word: term.word,
			stem: term.stem,
			isContent: !isStopWord(term.word),
			start,
			end: endOf(plain, term.end, text)
		};
	});
	return { words, sentences: sentencesOf(text, words) };
}

/**
 * Where the span of a word ends in the source: closing punctuation, emphasis and link targets that stick to it included, so
 * that a quote ends where its sentence does.
 */
function endOf(plain: { text: string; offsets: number[] }, plainEnd: number, source: string): number {
	let at = plainEnd;
	while (at < plain.text.length && /[.!?…:;,"'”’)\]}%]/u.test(plain.text[at] ?? '')) at++;
	const lastKept = (plain.offsets[at - 1] ?? 0) + 1;
	const next = plain.text[at];
	// Between the last kept character and the white space behind it there is only markup that closes.
	if (next === undefined) return lastKept;
	if (!/\s/u.test(next)) return Math.max(lastKept, (plain.offsets[plainEnd - 1] ?? 0) + 1);
	return Math.min(Math.max(lastKept, plain.offsets[at] ?? lastKept), source.length);
}

function sentencesOf(text: string, words: PlacedWord[]): PlacedSentence[] {
	const sentences: PlacedSentence[] = [];
	let at = 0;
	for (const span of splitSentences(text)) {
		while (at < words.length && (words[at]?.start ?? 0) < span.start) at++;
		const first = at;
		while (at < words.length && (words[at]?.start ?? 0) < span.end) at++;
		if (at > first) sentences.push({ first, last: at - 1 });
	}
	return sentences;
}
