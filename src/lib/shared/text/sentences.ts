// Splits Markdown-like text into sentences, as spans [start, end) of UTF-16 offsets into the text it was given. Guarantees: spans
// are in order, do not overlap, are never empty, begin and end with a visible character, and together hold every visible
// character but block marks (# > - * 1. at a line's start, rules, table delimiters). Linear in the length of the text.
// It does not understand grammar: where a full stop may be an abbreviation or an end, it prefers not to split.
import { readBlocks } from './blocks.ts';

export type SentenceKind = 'prose' | 'heading' | 'item' | 'row' | 'code';

export interface Sentence {
	start: number;
	end: number;
	kind: SentenceKind;
}

/** Never end a sentence, whatever follows. */
const TITLES = new Set(
	'dr mr mrs ms prof rev st sr jr fr mme mlle no nos nr op opp opus m mm p pp vol vols ch chap fig figs ex exx ed eds cf vs viz arr trans sec eq bk var bar bwv hob kv approx ca c tel dept e.g i.e eg ie'.split(
		' '
	)
);
/** End a sentence only when the next word is one that commonly opens one. */
const MAYBE = new Set(
	'etc al ibid inc ltd co corp a.m p.m am pm u.s u.k jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun min max'.split(
		' '
	)
);
const OPENERS = new Set(
	'the this that these those a an in on at for from to with without when while where what which who why how if it its they their there then thus therefore however here he she his her we our you your i my as after before because but and or so some such most many each every both all any no not note notice see also another one two three first second third finally next by do does did is are was were will can could may might should would has have had please use let unlike like although though since until once only even instead during between within'.split(
		' '
	)
);

const CLOSERS = new Set(['"', "'", '”', '’', ')', ']', '*', '_', '`', '»', '}', '】']);
const TERMINATORS = new Set(['.', '?', '!', '…']);
const FULL_WIDTH = new Set(['。', '？', '！']);

function isSpace(character: string | undefined): boolean {
	return character !== undefined && /\s/u.test(character);
}

/** Index of the first character after `from` (below `limit`) that is not white space. */
function skipSpace(text: string, from: number, limit: number): number {
	let at = from;
	while (at < limit && isSpace(text[at])) at++;
	return at;
}

/** The word that ends right before `at`, dots inside it kept (`e.g`), without opening brackets and marks. At most 24 characters. */
function wordBefore(text: string, at: number, floor: number): string {
	let from = at;
	const stop = Math.max(floor, at - 24);
	while (from > stop && !isSpace(text[from - 1]) && !/[([{"'“‘*_–—/]/u.test(text[from - 1] ?? '')) from--;
	return text.slice(from, at);
}

function wordAfter(text: string, at: number, limit: number): string {
	let from = at;
	while (from < limit && /["'“‘([*_`]/u.test(text[from] ?? '')) from++;
	let to = from;
	while (to < limit && to - from < 24 && /[\p{L}\p{M}']/u.test(text[to] ?? '')) to++;
	return text.slice(from, to);
}

function opensSentence(word: string): boolean {
	return OPENERS.has(word.toLowerCase()) && /^\p{Lu}/u.test(word);
}

/** Whether the full stop at `at` ends a sentence, given that white space follows at `after` and the next visible character at `next`. */
function stopEnds(text: string, at: number, next: number, floor: number, limit: number): boolean {
	// A stop standing by itself, as in typewritten abstracts: "of the wing . an experimental".
	if (isSpace(text[at - 1])) return true;
	const following = text[next] ?? '';
	if (/\p{Ll}/u.test(following) || /[,;:–—-]/u.test(following)) return false;
	const word = wordBefore(text, at, floor);
	const lower = word.toLowerCase();
	const opener = opensSentence(wordAfter(text, next, limit));
	if (TITLES.has(lower)) return false;
	if (MAYBE.has(lower)) return opener;
	// A single capital is an initial (J. S. Bach) or, in this field, a note or a chord (ends on V. The next …).
	if (/^\p{Lu}$/u.test(word)) return opener;
	if (/^(\p{L}\.)+\p{L}$/u.test(word)) return opener;
	return true;
}

function trimmed(text: string, start: number, end: number): [number, number] | undefined {
	let from = start;
	let to = end;
	while (from < to && isSpace(text[from])) from++;
	while (to > from && isSpace(text[to - 1])) to--;
	return from < to ? [from, to] : undefined;
}

function* proseSpans(text: string, start: number, end: number): Generator<[number, number]> {
	let from = skipSpace(text, start, end);
	/** Up to here the text is inline code, whose stops end nothing. */
	let codeEnd = start;
	for (let at = from; at < end; at++) {
		const character = text[at] ?? '';
		if (character === '`' && at >= codeEnd) {
			const close = text.indexOf('`', at + 1);
			codeEnd = close === -1 || close >= end ? at : close + 1;
		}
		if (FULL_WIDTH.has(character)) {
			yield [from, at + 1];
			from = skipSpace(text, at + 1, end);
			at = from - 1;
			continue;
		}
		if (at < codeEnd || !TERMINATORS.has(character)) continue;
		let after = at + 1;
		while (after < end && TERMINATORS.has(text[after] ?? '')) after++;
		const last = after - 1;
		const closed = after;
		while (after < end && CLOSERS.has(text[after] ?? '')) after++;
		if (after < end && !isSpace(text[after])) {
			at = last;
			continue;
		}
		const next = skipSpace(text, after, end);
		if (next >= end) break;
		const run = last > at || character === '…';
		const ends =
			character === '.' && !run
				? stopEnds(text, at, next, from, end)
				: run && character !== '?' && character !== '!'
					? /[\p{Lu}\p{N}"“'‘([*_]/u.test(text[next] ?? '')
					: // "What?" she said — a quotation goes on in lower case; a plain question mark does not.
						after === closed || !/\p{Ll}/u.test(text[next] ?? '');
		if (!ends) {
			at = last;
			continue;
		}
		yield [from, after];
		from = next;
		at = next - 1;
	}
	if (from < end) yield [from, end];
}

export function splitSentences(text: string): Sentence[] {
	const sentences: Sentence[] = [];
	for (const block of readBlocks(text)) {
		if (block.kind === 'rule') continue;
		const kind: SentenceKind = block.kind === 'paragraph' || block.kind === 'quote' ? 'prose' : block.kind;
		const whole = kind === 'heading' || kind === 'row' || kind === 'code';
		const spans = whole ? [[block.start, block.end] as const] : proseSpans(text, block.start, block.end);
		for (const [from, to] of spans) {
			const span = trimmed(text, from, to);
			if (span) sentences.push({ start: span[0], end: span[1], kind });
		}
	}
	return sentences;
}
