// Cuts an answer that comes in pieces of any size into pieces to be said: a first clause as early as it can be said well, then whole
// sentences. Guarantees: the pieces together are the text (but white space at its very end), in order, each with its place in it; no
// word, link, bold passage or block of code is cut in two, save one of more than MOST characters. It shapes nothing for the ear.
import { splitSentences } from '#lib/shared/text/sentences.ts';

export interface TextPiece {
	/** As it stands in the text: marks, and white space behind it, included. */
	text: string;
	/** Where it begins in the text, UTF-16. */
	charsFrom: number;
}

export interface SentenceChunker {
	/** More of the text, and where it stands. A place that does not follow begins anew: what was held back comes first. */
	push(text: string, charsFrom: number): TextPiece[];
	/** The text is whole. */
	finish(): TextPiece[];
}

/** A first clause has so many words at least, or so many letters, before a mark; before a conjunction more. */
const CLAUSE_WORDS = 3;
const CLAUSE_LETTERS = 14;
const CONJUNCTION_WORDS = 8;
/** A longer sentence is said clause by clause. */
const LONG_SENTENCE = 220;
const MOST = 1_200;

/**
 * What comes next. `a sentence`: what came last was more than a word, so it may be a sentence given whole, as by models whose sentences are
 * proved before they are shown.
 */
type Comes = 'more' | 'a sentence' | 'nothing';

const FENCE = /^\s{0,3}(`{3,}|~{3,})/;
const CLAUSE_END = /[,;:–—](?=\s)/g;
const CONJUNCTION = /\s(?=(?:and|but|because|which|who|so|or|when|if|where|while|then)\s)/gi;

export function createSentenceChunker(): SentenceChunker {
	let pending = '';
	let from = 0;
	/** The first piece of the answer was given: from then on whole sentences. */
	let isUnderWay = false;

	function cut(length: number): TextPiece {
		const piece = { text: pending.slice(0, length), charsFrom: from };
		pending = pending.slice(length);
		from += length;
		isUnderWay = true;
		return piece;
	}

	/** Where the next piece ends, 0 when it is not known yet. */
	function nextEnd(comes: Comes): number {
		if (pending.trim() === '') return 0;
		const isOver = comes === 'nothing';
		if (FENCE.test(pending)) return endOfFence(pending) || (isOver ? pending.length : 0);
		const sentences = splitSentences(pending);
		const first = sentences[0];
		if (isOver) return sentences.length > 1 ? lengthWithSpace(first?.end ?? 0) : pending.length;
		if (first === undefined) return 0;
		const second = sentences[1];
		if (second !== undefined) {
			// An abbreviation is known only by the whole word behind it.
			const isSure = second.kind !== first.kind || /\S\s/u.test(pending.slice(second.start));
			if (isSure || sentences.length > 2) return lengthWithSpace(first.end);
		} else if (comes === 'a sentence' && endsForSure(pending)) return pending.length;
		const held = second === undefined ? pending : pending.slice(0, first.end);
		const clause = !isUnderWay
			? earlyClause(held)
			: held.length > LONG_SENTENCE
				? earlyClause(held, LONG_SENTENCE / 2)
				: 0;
		return clause > 0 || pending.length <= MOST ? clause : lastSpace(pending, MOST);
	}

	function lengthWithSpace(end: number): number {
		let at = end;
		while (at < pending.length && /\s/u.test(pending[at] ?? '')) at++;
		return at;
	}

	function take(comes: Comes): TextPiece[] {
		const pieces: TextPiece[] = [];
		for (let end = nextEnd(comes); end > 0; end = nextEnd(comes)) pieces.push(cut(end));
		return pieces;
	}

	function drain(): TextPiece[] {
		const pieces = take('nothing');
		pending = '';
		return pieces;
	}

	return {
		push(text, charsFrom) {
			const before = charsFrom === from + pending.length ? [] : drain();
			if (pending === '') from = charsFrom;
			pending += text;
			return [...before, ...take(/\S\s+\S/u.test(text) || /\s$/u.test(text) ? 'a sentence' : 'more')];
		},
		finish: drain
	};
}

/** Where a clause ends that can be said by itself: after a mark, or before a conjunction. */
function earlyClause(text: string, atLeast = 0): number {
	for (const { index } of text.matchAll(CLAUSE_END)) {
		const end = endOfSpace(text, index + 1);
		const clause = text.slice(0, end);
		const isEnough = words(clause) >= CLAUSE_WORDS && clause.trim().length >= CLAUSE_LETTERS;
		// What stands behind it must have begun: "1, 2" and "said:" at the end of what came may go on in any way.
		if (end >= atLeast && end < text.length && isEnough && isClosed(clause)) return end;
	}
	for (const { index } of text.matchAll(CONJUNCTION)) {
		const clause = text.slice(0, index + 1);
		if (index >= atLeast && words(clause) >= CONJUNCTION_WORDS && isClosed(clause)) return index + 1;
	}
	return 0;
}

/** As if another sentence stood behind it: an abbreviation would go on, an ordinary word's full stop does not. */
function endsForSure(text: string): boolean {
	const body = text.trimEnd();
	if (!/\p{L}{2}["'”’)\]*_]*[.!?…]+["'”’)\]*_]*$/u.test(body)) return false;
	return splitSentences(`${body} Xylo plays`).length > 1 && isClosed(body);
}

/** No link, code or bold passage is open at the end. */
function isClosed(text: string): boolean {
	const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
	return (
		count(/\[/g) === count(/\]/g) &&
		count(/\(/g) === count(/\)/g) &&
		count(/`/g) % 2 === 0 &&
		count(/\*\*/g) % 2 === 0 &&
		!/\]$/.test(text.trimEnd())
	);
}

function endOfFence(text: string): number {
	const mark = FENCE.exec(text)?.[1] ?? '```';
	const body = text.indexOf('\n');
	const close = body === -1 ? -1 : text.indexOf(`\n${mark}`, body);
	const lineEnd = close === -1 ? -1 : text.indexOf('\n', close + 1);
	return lineEnd === -1 ? 0 : endOfSpace(text, lineEnd);
}

function endOfSpace(text: string, at: number): number {
	let end = at;
	while (end < text.length && /\s/u.test(text[end] ?? '')) end++;
	return end;
}

/** Behind the last white space before `limit`; 0 when there is none. */
function lastSpace(text: string, limit: number): number {
	for (let at = Math.min(limit, text.length); at > 0; at--) if (/\s/u.test(text[at - 1] ?? '')) return at;
	return 0;
}

const words = (text: string): number => text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
