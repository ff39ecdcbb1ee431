// Cuts a passage into the units an answer is made of: sentences, list items, table rows, but none that speaks to a model. Every unit knows its exact place
// in the passage, how it reads without markup, which headings stand above it, and which sentence introduces its list.
import { isAddressedToModel } from '#lib/shared/text/addressed-to-model.ts';
import { readBlocks, type Block } from '#lib/shared/text/blocks.ts';
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { splitSentences, type Sentence } from '#lib/shared/text/sentences.ts';
import { readTerms, type Term } from '#lib/shared/text/terms.ts';
import type { NumberedPassage } from './tool-results.ts';

export type Place = { at: number; start: number; end: number };

export type Unit = {
	/** The number to cite. */
	n: number;
	/** Rank of the passage in the search, 0 first. */
	rank: number;
	/** Position among the units of its passage. */
	order: number;
	/** Units of one block (paragraph, item) belong together. */
	block: number;
	kind: 'prose' | 'item' | 'row';
	/** Numbered list items keep their numbers when the list is the answer. */
	isNumbered: boolean;
	/** [start, end) in the passage's text. */
	start: number;
	end: number;
	/** As a reader sees it, on one line. */
	text: string;
	words: number;
	stems: ReadonlySet<string>;
	/** Where each stem stands first: its index among the words, and [start, end) in `text`. */
	firstPlace: ReadonlyMap<string, Place>;
	/** "stem stem" of neighbours. */
	pairs: ReadonlySet<string>;
	headings: string[];
	headingStems: ReadonlySet<string>;
	/** The unit that introduces this list item or row. */
	leadIn: Unit | undefined;
	/** First sentence of its section or passage. */
	opensSection: boolean;
	passage: NumberedPassage;
};

/** A sentence that goes on for longer is cut, so that an answer stays one. */
const LONGEST_UNIT_WORDS = 100;

export function unitsOf(passage: NumberedPassage, rank: number): Unit[] {
	const blocks = readBlocks(passage.text);
	const units: Unit[] = [];
	let headings = [passage.title, ...passage.headings];
	let leadIn: Unit | undefined;
	let at = 0;
	let opensSection = true;
	let header: string[] | undefined;
	for (const sentence of splitSentences(passage.text).flatMap((span) => linesOf(passage.text, span))) {
		while (at + 1 < blocks.length && (blocks[at + 1]?.start ?? Infinity) <= sentence.start) at++;
		const block = blocks[at];
		const raw = passage.text.slice(sentence.start, sentence.end);
		if (sentence.kind === 'heading') {
			headings = [passage.title, ...passage.headings.filter((text) => text !== plain(raw)), plain(raw)];
			leadIn = undefined;
			header = undefined;
			opensSection = true;
			continue;
		}
		if (sentence.kind === 'code') continue;
		let text = plain(raw);
		if (sentence.kind === 'row') {
			const cells = cellsOf(raw);
			if (!header) {
				header = cells;
				continue;
			}
			text = rowAsText(header, cells);
		} else {
			header = undefined;
		}
		text = atMost(text, LONGEST_UNIT_WORDS);
		const terms = readTerms(text);
		if (terms.length === 0 || isAddressedToModel(text)) continue;
		const kind = sentence.kind === 'prose' ? 'prose' : sentence.kind;
		const unit: Unit = {
			n: passage.n,
			rank,
			order: units.length,
			block: at,
			kind,
			isNumbered: kind === 'item' && isNumbered(passage.text, block),
			start: sentence.start,
			end: sentence.end,
			text,
			words: text.split(/\s+/u).length,
			stems: new Set(terms.map((term) => term.stem)),
			firstPlace: firstPlacesOf(terms),
			pairs: new Set(terms.slice(1).map((term, before) => `${terms[before]?.stem ?? ''} ${term.stem}`)),
			headings,
			headingStems: new Set(headings.flatMap((heading) => readTerms(heading).map((term) => term.stem))),
			leadIn: kind === 'prose' ? undefined : leadIn,
			opensSection,
			passage
		};
		units.push(unit);
		opensSection = false;
		if (kind === 'prose') leadIn = unit;
	}
	return units;
}

/** Lines that the author broke by hand (two spaces at the end, or a backslash) are sentences of their own. */
function linesOf(text: string, sentence: Sentence): Sentence[] {
	const raw = text.slice(sentence.start, sentence.end);
	if (!raw.includes('\n')) return [sentence];
	const lines: Sentence[] = [];
	let start = sentence.start;
	for (const line of raw.split(/( {2,}\n|\\\n)/u)) {
		const end = start + line.length;
		if (/[\p{L}\p{N}]/u.test(line)) lines.push({ ...sentence, start, end });
		start = end;
	}
	return lines;
}

function atMost(text: string, words: number): string {
	const all = text.split(/\s+/u);
	return all.length <= words ? text : `${all.slice(0, words).join(' ')} …`;
}

function firstPlacesOf(terms: Term[]): Map<string, Place> {
	const places = new Map<string, Place>();
	terms.forEach(({ stem, start, end }, at) => {
		if (!places.has(stem)) places.set(stem, { at, start, end });
	});
	return places;
}

/** One line of what a reader sees; footnote marks, reference links and leftovers of HTML are dropped. */
export function plain(raw: string): string {
	return stripMarkdown(raw)
		.text.replace(/\[[^\][\n]{1,80}\]:\s+\S+/gu, '')
		.replace(/\[\^[^\]\s]{1,40}\]:?/gu, '')
		.replace(/!?\[([^\][]{0,300})\]\[[^\][]{0,100}\]/gu, '$1')
		.replace(/!?\[\]\([^)]{0,300}\)/gu, '')
		.replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/giu, (_, hex?: string, decimal?: string) =>
			characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
		)
		.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F]+/gu, ' ')
		.replace(/\s+/gu, ' ')
		.replace(/ ([.,;:!?)])(?=\s|$)/gu, '$1')
		.trim();
}

function characterOf(code: number): string {
	return code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
		? String.fromCodePoint(code)
		: '';
}

function isNumbered(text: string, block: Block | undefined): boolean {
	return block !== undefined && /^\s*\d/u.test(text.slice(block.lineStart, block.start));
}

function cellsOf(raw: string): string[] {
	return raw
		.replace(/^\s*\|/u, '')
		.replace(/\|\s*$/u, '')
		.split(/(?<!\\)\|/u)
		.map((cell) => plain(cell));
}

/** "30 minutes – Weekly: £25; Fortnightly: £28" */
function rowAsText(header: string[], cells: string[]): string {
	const [name = '', ...rest] = cells;
	const details = rest
		.map((cell, at) => (cell === '' ? '' : header[at + 1] ? `${header[at + 1] ?? ''}: ${cell}` : cell))
		.filter((text) => text !== '');
	return [name, details.join('; ')].filter((text) => text !== '').join(' – ');
}
