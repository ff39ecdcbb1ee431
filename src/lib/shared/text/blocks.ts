// Reads Markdown-like text as a flat list of blocks, by lines: enough structure for chunks, sentences and headings, no more.
// Guarantees: blocks are in order and do not overlap; every line that is not blank belongs to exactly one block; linear time,
// no recursion, no look-ahead beyond one line. Nested lists are flat items; block quotes are paragraphs without their marks.

export type BlockKind = 'paragraph' | 'quote' | 'heading' | 'item' | 'row' | 'code' | 'rule';

export interface Block {
	kind: BlockKind;
	/** Where the block's line begins, marks included. */
	lineStart: number;
	/** [start, end): the content, block mark and surrounding white space left out. */
	start: number;
	end: number;
	/** 1..6, of a heading. */
	level: number;
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+/;
const EMPTY_HEADING = /^ {0,3}#{1,6}[ \t]*$/;
const ITEM = /^[ \t]{0,40}(?:[-*+•]|\d{1,9}[.)])[ \t]+(?=\S)/;
const QUOTE = /^ {0,3}(?:>[ \t]?){1,20}/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const UNDERLINE = /^ {0,3}(?:=+|-{2,})[ \t]*$/;
/** And one dash at least: asked for apart, since one pattern for both takes quadratic time on a long row that is none. */
const DELIMITER_ROW = /^[ \t:|-]+$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
/** Longest line the patterns above are tried on whole; marks of longer lines are read from their beginning alone. */
const PATTERN_LIMIT = 1_000;

export function readBlocks(text: string): Block[] {
	const blocks: Block[] = [];
	/** The paragraph, quote or item that the next plain line continues. */
	let open: Block | undefined;
	let fence: { block: Block; mark: string } | undefined;
	let isInTable = false;
	const add = (kind: BlockKind, lineStart: number, start: number, end: number, level = 0): Block => {
		const block = { kind, lineStart, start, end, level };
		blocks.push(block);
		return block;
	};

	for (let lineStart = 0; lineStart < text.length;) {
		const newline = text.indexOf('\n', lineStart);
		const lineEnd = newline === -1 ? text.length : newline;
		const isLong = lineEnd - lineStart > PATTERN_LIMIT;
		const line = text.slice(lineStart, isLong ? lineStart + PATTERN_LIMIT : lineEnd);
		const here = lineStart;
		lineStart = lineEnd + 1;

		if (fence) {
			fence.block.end = lineEnd;
			if (!isLong && line.trim().startsWith(fence.mark) && /^[`~]+$/.test(line.trim())) fence = undefined;
			continue;
		}
		if (line.trim() === '' && !isLong) {
			open = undefined;
			isInTable = false;
			continue;
		}
		const fenceMark = FENCE.exec(line)?.[1];
		if (fenceMark !== undefined) {
			fence = { block: add('code', here, here, lineEnd), mark: fenceMark };
			open = undefined;
			continue;
		}
		const heading = HEADING.exec(line);
		if (heading) {
			const closing = isLong ? '' : (/[ \t]#+[ \t]*$/.exec(line)?.[0] ?? '');
			add('heading', here, here + heading[0].length, lineEnd - closing.length, heading[1]?.length ?? 1);
			open = undefined;
			continue;
		}
		if (!isLong && EMPTY_HEADING.test(line)) {
			add('rule', here, here, lineEnd);
			open = undefined;
			continue;
		}
		if (!isLong && open?.kind === 'paragraph' && isSingleLine(text, open) && UNDERLINE.test(line)) {
			open.kind = 'heading';
			open.level = line.includes('=') ? 1 : 2;
			open = undefined;
			continue;
		}
		if (!isLong && (RULE.test(line) || /^ {0,3}={3,}[ \t]*$/.test(line))) {
			add('rule', here, here, lineEnd);
			open = undefined;
			continue;
		}
		if (line.includes('|') && !isLong) {
			const isDelimiter = line.includes('-') && DELIMITER_ROW.test(line);
			if (isDelimiter || isInTable || line.trimStart().startsWith('|')) {
				// The delimiter row under a header that has no outer pipes makes that header a row.
				if (isDelimiter && open?.kind === 'paragraph' && isSingleLine(text, open)) open.kind = 'row';
				add(isDelimiter ? 'rule' : 'row', here, here, lineEnd);
				isInTable = true;
				open = undefined;
				continue;
			}
		}
		isInTable = false;
		const item = ITEM.exec(line);
		if (item) {
			open = add('item', here, here + item[0].length, lineEnd);
			continue;
		}
		const quote = QUOTE.exec(line);
		if (quote) {
			// The marks of a quote's further lines stay inside its block, so that its sentences stay whole.
			if (line.slice(quote[0].length).trim() === '') open = undefined;
			else if (open?.kind === 'quote') open.end = lineEnd;
			else open = add('quote', here, here + quote[0].length, lineEnd);
			continue;
		}
		if (open) open.end = lineEnd;
		else open = add('paragraph', here, here, lineEnd);
	}
	return blocks;
}

function isSingleLine(text: string, block: Block): boolean {
	const newline = text.indexOf('\n', block.start);
	return newline === -1 || newline >= block.end;
}
