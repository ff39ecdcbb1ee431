// What the proof is measured on: sentences of the paragraphs that hold the answers to a set of questions, each with the passage it stands
// in, and the terms of the whole book, to be put in each other's place. Read from a folder of Markdown; nothing is kept.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Passage } from '#lib/shared/knowledge.ts';
import { readBlocks } from '#lib/shared/text/blocks.ts';
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { isStopWord, readTerms } from '#lib/shared/text/terms.ts';

export interface Original {
	questionId: string;
	file: string;
	/** As a reader sees it, without marks. */
	sentence: string;
	passage: Passage;
}

export interface Material {
	originals: Original[];
	/** What the book sets in emphasis or names in a title. */
	terms: string[];
	/** Sentences of every chapter, to make additions of. */
	sentences: { file: string; text: string }[];
}

interface Question {
	id: string;
	answerable: boolean;
	answer_spans: { file: string; text: string }[];
}

/** About the length of the product's own chunks. */
const PASSAGE_CHARACTERS = 1_200;
const FEWEST_WORDS = 6;
const MOST_CHARACTERS = 350;
const EMPHASIS =
	/(?<![\p{L}\p{N}*_])(\*{1,2}|_{1,2})(?=\p{L})([^*_\n]{3,40}?)(?<=\p{L})\1(?![\p{L}\p{N}*_])/gu;

export async function readMaterial(
	folder: string,
	questionFile: string,
	parity: 'odd' | 'even' | 'all'
): Promise<Material> {
	const lines = (await readFile(questionFile, 'utf8')).split('\n').filter((line) => line.trim() !== '');
	const questions = lines
		.map((line) => JSON.parse(line) as Question)
		.filter(({ id, answerable }) => {
			const isOdd = Number(/\d+$/u.exec(id)?.[0]) % 2 === 1;
			return answerable && (parity === 'all' || isOdd === (parity === 'odd'));
		});
	const texts = new Map<string, string>();
	for (const name of (await readdir(folder)).filter((entry) => entry.endsWith('.md')).sort())
		texts.set(name, withoutFrontMatter(await readFile(path.join(folder, name), 'utf8')));
	const seen = new Set<string>();
	const originals = questions.flatMap(({ id, answer_spans: spans }) =>
		spans.flatMap(({ file, text }) => {
			const found = originalsOf(id, file, texts.get(file) ?? '', text);
			return found.filter(({ sentence }) => !seen.has(sentence) && seen.add(sentence));
		})
	);
	return {
		originals,
		terms: termsOf([...texts.values()]),
		sentences: [...texts].flatMap(([file, text]) =>
			readable(text).map((sentence) => ({ file, text: sentence }))
		)
	};
}

/** Offsets stay: what is left out becomes blanks. */
function withoutFrontMatter(text: string): string {
	return text.replace(/^---\n[\s\S]*?\n---\n|<!--[\s\S]*?-->/gu, (cut) => cut.replace(/[^\n]/gu, ' '));
}

function originalsOf(questionId: string, file: string, text: string, span: string): Original[] {
	const at = text.indexOf(span);
	if (at === -1) return [];
	const block = readBlocks(text).find(({ start, end }) => start <= at && at < end);
	if (block === undefined) return [];
	const middle = Math.floor((block.start + block.end) / 2);
	const reach = Math.max(PASSAGE_CHARACTERS, block.end - block.start) / 2;
	const start = Math.max(0, text.lastIndexOf('\n', Math.max(0, middle - reach)) + 1);
	const newline = text.indexOf('\n', middle + reach);
	const end = newline === -1 ? text.length : newline;
	const title = file.replace(/\.md$/u, '');
	const passage: Passage = {
		...{ chunkId: file, documentId: file, revision: 'r', title, headings: [], start, end },
		...{ text: text.slice(start, end), relevance: 1 }
	};
	return readable(text.slice(block.lineStart, block.end)).map((sentence) => ({
		questionId,
		file,
		sentence,
		passage
	}));
}

/** Whole sentences of prose that a reader could be told. */
function readable(text: string): string[] {
	return splitSentences(text)
		.filter(({ kind }) => kind === 'prose' || kind === 'item')
		.map(({ start, end }) => stripMarkdown(text.slice(start, end)).text.replace(/\s+/gu, ' ').trim())
		.filter(
			(sentence) =>
				sentence.length <= MOST_CHARACTERS &&
				/^[\p{Lu}\d"“(].*[.!)]$/u.test(sentence) &&
				readTerms(sentence).length >= FEWEST_WORDS &&
				!/https?:|\{|\}|\||\?/u.test(sentence)
		);
}

function termsOf(texts: readonly string[]): string[] {
	const counts = new Map<string, number>();
	for (const text of texts)
		for (const [, , term = ''] of text.matchAll(EMPHASIS)) {
			const key = term.toLowerCase();
			const words = readTerms(key);
			if (words.length === 0 || words.length > 3 || /[.,:;()\d]/u.test(key)) continue;
			if (words.some(({ word }) => isStopWord(word))) continue;
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
	// Said once, it may be stressed and no term.
	return [...counts].filter(([, count]) => count > 1).map(([term]) => term);
}
