// Stands between the weaver and the reader: judges every sentence once it is whole. With `mark` and `strike` no word of a sentence is shown
// before that, so at most one sentence is held back; one that its sources do not bear out is announced before it is shown, or is left out for
// a sign. With `count` everything goes through at once and is only counted. Guarantees: the text is the same however it was cut into deltas;
// positions of citations are those in the text that is shown; linear time.
import type { CitationData, UnsupportedData } from '#lib/shared/conversation/parts.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { LEFT_OUT } from '../sharing/shared-message.ts';
import type { Woven } from './citation-weaver.ts';
import type { SentenceJudge } from './sentence-judge.ts';

export type Proven = Woven | { kind: 'unsupported'; data: UnsupportedData };
export type Handling = 'count' | 'mark' | 'strike';

export interface SentenceProof {
	take(woven: readonly Woven[]): Proven[];
	/** What was held back. The proof may go on with another text of the same message. */
	end(): Proven[];
	/** Forgets what was held back. */
	drop(): void;
	/** Sentences that were not borne out. */
	count(): number;
}

/** A sentence that does not end is judged in pieces: nobody waits longer than this. */
const MOST_HELD = 600;
/** Where a sentence ends is decided by the word that follows, or by so many letters of it. */
const LONGEST_WORD = 24;
const MAY_END = /[.?!…。？！:)\]"”’]\s|[。？！\n]/u;
const FENCE = /^ {0,3}(?:`{3,}|~{3,})/gmu;

/** `said`: sentences that stand in the answer already (asSaid), and are not said again. With any, sentences are held back whatever `handling`. */
export function createSentenceProof(
	judge: SentenceJudge,
	handling: Handling,
	said: ReadonlySet<string> = new Set()
): SentenceProof {
	const isCountedOnly = handling === 'count' && said.size === 0;
	/** Not released yet, and the citations within. */
	let held = '';
	let citations: CitationData[] = [];
	/** How much of the weaver's text is behind, and how much text was given out for it. */
	let read = 0;
	let shown = 0;
	let isInCode = false;
	let unsupported = 0;

	function take(woven: readonly Woven[]): Proven[] {
		for (const item of woven) {
			if (item.kind === 'text') held += item.text;
			else citations.push(item.data);
		}
		const proven = release(false);
		return isCountedOnly ? [...woven] : proven;
	}

	function release(isEnd: boolean): Proven[] {
		const out: Proven[] = [];
		while (held !== '') {
			const length = isEnd ? held.length : isInCode ? codeLength() : wholeLength();
			if (length === 0) break;
			const piece = held.slice(0, length);
			held = held.slice(length);
			out.push(...(isInCode ? passOn(piece, piece.length) : prove(piece)));
			if (isInCode ? hasFence(piece) : hasOpenFence(piece)) isInCode = !isInCode;
		}
		return out;
	}

	/** How much of what is held can be judged: whole sentences, and a piece of one that is too long. */
	function wholeLength(): number {
		if (held.length <= MOST_HELD && !MAY_END.test(held)) return 0;
		const sentences = splitSentences(held.slice(0, 2 * MOST_HELD));
		const last = sentences.at(-1);
		const before = sentences.at(-2);
		if (last !== undefined && before !== undefined) {
			const rest = held.slice(last.start, last.start + LONGEST_WORD + 1);
			if (rest.length > LONGEST_WORD || /\S\s/u.test(rest)) return before.end;
		}
		if (held.length <= MOST_HELD) return 0;
		const blank = held.lastIndexOf(' ', MOST_HELD);
		return blank > 0 ? blank : wellFormedLength(held, MOST_HELD);
	}

	/** To the end of the line that closes the code; whole lines of it until then. */
	function codeLength(): number {
		FENCE.lastIndex = 0;
		const fence = FENCE.exec(held);
		const end = fence === null ? held.lastIndexOf('\n') : held.indexOf('\n', fence.index);
		return fence !== null && end === -1 ? held.length : end + 1;
	}

	function prove(piece: string): Proven[] {
		const out: Proven[] = [];
		let at = 0;
		for (const { start, end, kind } of splitSentences(piece)) {
			const own = citations.filter(
				({ textStart }) => textStart >= read + start - at && textStart < read + end - at
			);
			const sentence = piece.slice(start, end);
			if (shown === 0 && said.size > 0) {
				// The space before what comes first was that after a sentence left out.
				forget(start - at);
				at = start;
			}
			const verdict = kind === 'code' ? undefined : judge(sentence, own);
			if (said.has(asSaid(sentence))) {
				forget(end - at);
			} else if (verdict?.supported !== false) {
				out.push(...passOn(piece.slice(at, end), end - at));
			} else if (handling === 'count') {
				unsupported++;
				out.push(...passOn(piece.slice(at, end), end - at));
			} else {
				unsupported++;
				out.push(...passOn(piece.slice(at, start), start - at));
				out.push(...doubt(sentence, [...new Set(verdict.reasons.map(({ kind: reason }) => reason))]));
			}
			at = end;
		}
		out.push(...passOn(piece.slice(at), piece.length - at));
		return out;
	}

	function doubt(sentence: string, reasons: UnsupportedData['reasons']): Proven[] {
		const isStruck = handling === 'strike';
		const text = isStruck ? LEFT_OUT : sentence;
		const place = { textStart: shown, textEnd: shown + text.length };
		if (isStruck) dropCitations(sentence.length);
		const data: UnsupportedData = { ...place, reasons, ...(isStruck ? { struck: true } : {}) };
		return [{ kind: 'unsupported', data }, ...passOn(text, sentence.length)];
	}

	/** Of so much of the weaver's text nothing is shown. */
	function forget(length: number): void {
		dropCitations(length);
		read += length;
	}

	/** Those within so much of the text that comes next. */
	function dropCitations(length: number): void {
		const end = read + length;
		citations = citations.filter(({ textStart }) => textStart < read || textStart >= end);
	}

	/** Gives text out that stands for so much of the weaver's, and the citations of what is now shown. */
	function passOn(text: string, length: number): Proven[] {
		const by = shown - read;
		read += length;
		shown += text.length;
		const due = citations.filter(({ textEnd }) => textEnd <= read);
		citations = citations.filter(({ textEnd }) => textEnd > read);
		const moved = due.map((data): Proven => ({
			kind: 'citation',
			data: by === 0 ? data : { ...data, textStart: data.textStart + by, textEnd: data.textEnd + by }
		}));
		return text === '' ? moved : [{ kind: 'text', text }, ...moved];
	}

	return {
		take,
		end() {
			const rest = release(true);
			return isCountedOnly ? [] : rest;
		},
		drop() {
			read += held.length;
			held = '';
			citations = [];
		},
		count: () => unsupported
	};
}

/** A sentence as it is compared with what was said. */
export const asSaid = (sentence: string): string => sentence.toLowerCase().replace(/\s+/gu, ' ').trim();

const fencesIn = (text: string): number => text.match(FENCE)?.length ?? 0;
const hasFence = (text: string): boolean => fencesIn(text) > 0;
const hasOpenFence = (text: string): boolean => fencesIn(text) % 2 === 1;

/** Does not cut a character in two. */
function wellFormedLength(text: string, length: number): number {
	return /[\ud800-\udbff]$/u.test(text.slice(0, length)) ? length - 1 : length;
}
