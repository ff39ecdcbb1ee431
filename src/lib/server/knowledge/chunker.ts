// Cuts a normalised text into the passages that are indexed, retrieved and cited. Guarantees: chunks are in order and do not overlap;
// chunk.text === text.slice(start, end); every visible character of prose, lists, tables and code is in exactly one chunk; no chunk
// crosses a heading; none is longer than LIMIT_CHARACTERS. Headings are not part of the span: they are carried beside it.
// The sizes were chosen by measurement (docs/measurements.md).
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { splitSentences, type Sentence } from '#lib/shared/text/sentences.ts';
import { readBlocks } from '#lib/shared/text/blocks.ts';

export interface Chunk {
	ordinal: number;
	/** UTF-16 offsets [start, end) into the text. */
	start: number;
	end: number;
	/** Plain text of the headings above, outermost first. */
	headings: string[];
	text: string;
}

export interface ChunkSizes {
	/** A chunk is closed at the end of a paragraph from here on. */
	targetWords: number;
	/** A chunk is closed before the sentence that would take it above this. */
	limitWords: number;
}

export const CHUNK_SIZES: ChunkSizes = { targetWords: 100, limitWords: 170 };
/** For text without spaces, where words say nothing about length. */
const LIMIT_CHARACTERS = 2_400;
const HEADING_CHARACTERS = 200;

interface Piece {
	start: number;
	end: number;
	words: number;
	/** True when the piece opens a paragraph, item, row or code block. */
	opensBlock: boolean;
}

function countWords(text: string, start: number, end: number): number {
	let words = 0;
	let isInside = false;
	for (let at = start; at < end; at++) {
		const code = text.charCodeAt(at);
		const isSpace = code === 32 || code === 10 || code === 9;
		if (!isSpace && !isInside) words++;
		isInside = !isSpace;
	}
	return words;
}

/** Cuts a sentence that is too long by itself at white space, or in the middle of a word when there is none. */
function* cutLong(
	text: string,
	sentence: Sentence,
	limitWords: number
): Generator<{ start: number; end: number }> {
	let start = sentence.start;
	while (start < sentence.end) {
		let end = start;
		let words = 0;
		let lastSpace = -1;
		for (; end < sentence.end && end - start < LIMIT_CHARACTERS; end++) {
			const code = text.charCodeAt(end);
			if (code !== 32 && code !== 10 && code !== 9) continue;
			lastSpace = end;
			if (++words >= limitWords) break;
		}
		if (end < sentence.end && lastSpace > start) end = lastSpace;
		else if (end < sentence.end && /[\ud800-\udbff]/.test(text[end - 1] ?? '')) end--;
		let inkEnd = end;
		while (inkEnd > start && /\s/.test(text[inkEnd - 1] ?? '')) inkEnd--;
		yield { start, end: inkEnd };
		start = end;
		while (start < sentence.end && /\s/.test(text[start] ?? '')) start++;
	}
}

export function chunk(text: string, sizes: ChunkSizes = CHUNK_SIZES): Chunk[] {
	const chunks: Chunk[] = [];
	const headings: { level: number; title: string }[] = [];
	const blocks = readBlocks(text);
	let nextBlock = 0;
	const pieces: Piece[] = [];
	let words = 0;

	const emit = (count: number) => {
		const taken = pieces.splice(0, count);
		const start = taken[0]?.start;
		const end = taken.at(-1)?.end;
		words = pieces.reduce((sum, piece) => sum + piece.words, 0);
		if (start === undefined || end === undefined) return;
		const titles = headings.map(({ title }) => title);
		chunks.push({ ordinal: chunks.length, start, end, headings: titles, text: text.slice(start, end) });
	};
	const add = (piece: Piece) => {
		const length = piece.end - (pieces[0]?.start ?? piece.start);
		if (pieces.length > 0 && (words + piece.words > sizes.limitWords || length > LIMIT_CHARACTERS)) {
			// Prefer to close at the last paragraph end, unless that would leave a crumb.
			let cut = pieces.length;
			if (!piece.opensBlock) {
				let before = words;
				for (let at = pieces.length - 1; at > 0; at--) {
					before -= pieces[at]?.words ?? 0;
					if (before < sizes.targetWords / 2) break;
					if (pieces[at]?.opensBlock) {
						cut = at;
						break;
					}
				}
			}
			emit(cut);
			if (pieces.length > 0) {
				add(piece);
				return;
			}
		} else if (piece.opensBlock && words >= sizes.targetWords) emit(pieces.length);
		pieces.push(piece);
		words += piece.words;
	};

	for (const sentence of splitSentences(text)) {
		while ((blocks[nextBlock]?.end ?? Infinity) <= sentence.start) nextBlock++;
		const block = blocks[nextBlock];
		if (sentence.kind === 'heading') {
			emit(pieces.length);
			const level = block?.level ?? 1;
			while ((headings.at(-1)?.level ?? 0) >= level) headings.pop();
			const source = text.slice(sentence.start, Math.min(sentence.end, sentence.start + 1_000));
			headings.push({
				level,
				title: stripMarkdown(source).text.replace(/\s+/g, ' ').trim().slice(0, HEADING_CHARACTERS)
			});
			continue;
		}
		// The mark of a list item stays with its first sentence, so that a quoted list still reads as one.
		const opensBlock = block !== undefined && block.start === sentence.start;
		const start = opensBlock && sentence.kind === 'item' ? block.lineStart : sentence.start;
		const whole = { ...sentence, start };
		const count = countWords(text, start, sentence.end);
		if (count <= sizes.limitWords && sentence.end - start <= LIMIT_CHARACTERS)
			add({ start, end: sentence.end, words: count, opensBlock });
		else {
			let first = opensBlock;
			for (const part of cutLong(text, whole, sizes.limitWords)) {
				add({ ...part, words: countWords(text, part.start, part.end), opensBlock: first });
				first = false;
			}
		}
	}
	emit(pieces.length);
	return chunks;
}

/** Never none: a text of headings alone is its own passage. */
export function chunkOrWhole(text: string): Chunk[] {
	const pieces = chunk(text);
	if (pieces.length > 0) return pieces;
	const end = Math.min(text.length, 2_000);
	return [{ ordinal: 0, start: 0, end, headings: [], text: text.slice(0, end) }];
}
