// A conversation's title from its first question: its first line without Markdown, cut at a word.
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';

const LONGEST = 60;

export function titleFrom(question: string): string {
	const plain = stripMarkdown(question).text.replace(/\s+/gu, ' ').trim();
	const text = plain === '' ? question.replace(/\s+/gu, ' ').trim() : plain;
	const sentence = /^.{8,}?[.?!](?=\s)/u.exec(text)?.[0] ?? text;
	if (sentence.length <= LONGEST) return sentence;
	const cut = sentence.slice(0, LONGEST);
	const atWord = cut.lastIndexOf(' ');
	const kept = atWord > LONGEST / 2 ? cut.slice(0, atWord) : cut;
	return `${kept
		.toWellFormed()
		.replace(/\ufffd$/u, '')
		.replace(/[\s,;:–—-]+$/u, '')}…`;
}
