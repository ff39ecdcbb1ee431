// What became of a question when a document changed: a pure comparison of two answers. What counts is what is said first, and what is said out
// of the document that changed: that other documents fill the end of an answer in another order is no news. Sentences are held against the
// other answer by the room that holds them against sources: other words for the same are the same, another number never is.
import type { ReplayVerdict } from '#lib/shared/knowledge-replay.ts';
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { UNSURE, type AnswerOnce } from '../chat/index.ts';
import { verifySentence } from '../proof/index.ts';

export interface ChangedDocument {
	documentId: string;
	/** undefined: it is gone. */
	textAfter: string | undefined;
}

export interface Comparison {
	verdict: ReplayVerdict;
	/** Quotes of the document that are no more in it, each once. */
	dead: string[];
}

export function compareAnswers(before: AnswerOnce, after: AnswerOnce, changed: ChangedDocument): Comparison {
	const dead = deadQuotes(before, changed);
	return { verdict: verdictOf(before, after, changed, dead), dead };
}

function verdictOf(
	before: AnswerOnce,
	after: AnswerOnce,
	{ documentId }: ChangedDocument,
	dead: readonly string[]
): ReplayVerdict {
	const verdict = contrast(before, after, documentId);
	if (verdict === 'same') return dead.length > 0 ? 'died' : 'same';
	const isOutOfIt = [before, after].some(({ citations }) =>
		citations.some((citation) => citation.documentId === documentId)
	);
	return isOutOfIt ? verdict : 'incidental';
}

function contrast(before: AnswerOnce, after: AnswerOnce, documentId: string): ReplayVerdict {
	const isTrusted = !after.refused && after.confidence >= UNSURE;
	if (before.refused && after.refused) return 'same';
	if (before.refused) return isTrusted ? 'newly-answerable' : 'flipped';
	if (after.refused) return 'newly-refused';
	const isKept =
		weighty(before, documentId).every((sentence) => isSaid(sentence, after.text)) &&
		weighty(after, documentId).every((sentence) => isSaid(sentence, before.text));
	if (isKept) return 'same';
	return before.confidence < UNSURE && isTrusted ? 'newly-answerable' : 'flipped';
}

/** What is cited first, and everything out of the document; an answer that cites nothing is weighed by its first sentence. */
function weighty({ text, citations }: AnswerOnce, documentId: string): string[] {
	const ordered = citations.toSorted((a, b) => a.textStart - b.textStart);
	const [first] = splitSentences(text);
	const leading = ordered[0]?.sentence ?? (first === undefined ? '' : text.slice(first.start, first.end));
	const own = ordered.filter((citation) => citation.documentId === documentId);
	return [...new Set([leading, ...own.map(({ sentence }) => sentence)])];
}

/** In the same words, or in others that say the same. */
function isSaid(sentence: string, answer: string): boolean {
	const words = plain(sentence);
	if (words === '' || ` ${plain(answer)} `.includes(` ${words} `)) return true;
	const source = { documentId: 'answer', revision: '', start: 0, text: answer };
	const span = { documentId: 'answer', revision: '', start: 0, end: answer.length, quote: answer };
	return verifySentence({ sentence, citations: [span], sources: [source] }).supported;
}

function deadQuotes({ citations }: AnswerOnce, { documentId, textAfter }: ChangedDocument): string[] {
	const left = ` ${plain(textAfter ?? '')} `;
	const own = citations.filter((citation) => citation.documentId === documentId);
	return [...new Set(own.map(({ quote }) => quote))].filter((quote) => !left.includes(` ${plain(quote)} `));
}

/** Words and figures alone: white space, marks of Markdown and punctuation are not what is said. */
function plain(text: string): string {
	return stripMarkdown(text)
		.text.toLowerCase()
		.replace(/(?<=\p{N})[.,:/](?=\p{N})/gu, '·')
		.replace(/[^\p{L}\p{N}\p{M}\p{Sc}%·]+/gu, ' ')
		.trim();
}
