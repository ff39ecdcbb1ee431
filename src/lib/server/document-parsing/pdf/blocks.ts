// Rows of a column as headings, paragraphs, items and rows of tables. A paragraph ends where the leading grows, the first line is set in,
// the line before was left short after a full stop, or the letters change their size.
import type { Column } from './columns.ts';
import { middle } from './columns.ts';
import type { Row } from './page-text.ts';

export interface Block {
	kind: 'heading' | 'paragraph' | 'item' | 'table';
	/** Of a heading, from 1. */
	level: number;
	/** One a row, without marks of Markdown; a table's cells parted by tabs. */
	lines: string[];
	/** Whether a next page may go on with it. */
	isOpen: boolean;
}

/** Sizes of letters in the whole document. */
export interface Sizes {
	body: number;
	/** Those of headings, the largest first. */
	headings: number[];
}

const HEADING_CHARACTERS = 200;
const HEADING_GROWTH = 1.14;
const HEADING_ROWS = 3;
const HEADING_LEVELS = 4;
const LEADING_GROWTH = 1.32;
const SIZE_CHANGE = 0.12;
const INDENT_SHARE = 0.7;
const SHORT_SHARE = 0.82;
const TABLE_ROWS = 3;
const BULLET = /^[\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219\u00b7\u25a0\u25ba\uf0b7*\u2013-]\s+/;
const NUMBER = /^(?:\d{1,3}|[a-z])[.)]\s+/;
const ENDED = /[.!?:;"'\u201d\u2019)\]]$/;

export function sizesOf(rows: Iterable<Row>): Sizes {
	const characters = new Map<number, number>();
	const shortest = new Map<number, number>();
	for (const { size, text } of rows) {
		const step = stepOf(size);
		characters.set(step, (characters.get(step) ?? 0) + text.length);
		if (text.length <= HEADING_CHARACTERS && /\p{L}{2}/u.test(text))
			shortest.set(step, (shortest.get(step) ?? 0) + 1);
	}
	const body = [...characters].sort(([, one], [, other]) => other - one)[0]?.[0] ?? 0;
	const headings = [...shortest.keys()]
		.filter((size) => size >= body * HEADING_GROWTH)
		.sort((one, other) => other - one);
	return { body, headings: headings.slice(0, HEADING_LEVELS) };
}

/** Half a point: what printers call one size differs by less. */
const stepOf = (size: number): number => Math.round(size * 2) / 2;

export function blocksOf({ left, right, rows }: Column, sizes: Sizes): Block[] {
	const lines = linesOf(rows);
	const leadings = lines.slice(1).map((line, at) => line.base - (lines[at]?.base ?? 0));
	const leading = middle(leadings.filter((gap) => gap > 0));
	const blocks: Block[] = [];
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at];
		if (line === undefined) break;
		const table = tableAt(lines, at);
		if (table > 0) {
			blocks.push({
				kind: 'table',
				level: 0,
				lines: lines.slice(at, at + table).map(({ cells }) => cells.map(({ text }) => text).join('\t')),
				isOpen: false
			});
			at += table - 1;
			continue;
		}
		const level = headingLevel(line, sizes);
		const before = at === 0 ? undefined : lines[at - 1];
		const last = blocks.at(-1);
		if (level > 0) {
			const goesOn =
				last?.kind === 'heading' &&
				last.level === level &&
				last.lines.length < HEADING_ROWS &&
				before !== undefined &&
				line.base - before.base < 1.7 * line.size;
			if (goesOn) last.lines.push(line.text);
			else blocks.push({ kind: 'heading', level, lines: [line.text], isOpen: false });
			continue;
		}
		const mark = BULLET.exec(line.text) ?? NUMBER.exec(line.text);
		const isParagraphs = last?.kind === 'paragraph' || last?.kind === 'item';
		if (
			mark === null &&
			isParagraphs &&
			before !== undefined &&
			!endsBefore(line, before, { left, right, leading, isItem: last.kind === 'item' })
		) {
			last.lines.push(line.text);
		} else if (mark === null) blocks.push({ kind: 'paragraph', level: 0, lines: [line.text], isOpen: false });
		else
			blocks.push({
				kind: 'item',
				level: 0,
				lines: [
					line.text
						.replace(BULLET, '- ')
						.replace(/^([a-z])[.)] /, '- $1) ')
						.replace(/^(\d+)\) /, '$1. ')
				],
				isOpen: false
			});
	}
	const final = blocks.at(-1);
	const finalLine = lines.at(-1);
	if (final !== undefined && finalLine !== undefined && (final.kind === 'paragraph' || final.kind === 'item'))
		final.isOpen = !ENDED.test(finalLine.text);
	return blocks;
}

interface Line extends Row {
	cells: Row[];
}

/** Rows on one base line belong together within a column: cells, or a name and its page. */
function linesOf(rows: readonly Row[]): Line[] {
	const lines: Line[] = [];
	for (const row of rows) {
		const last = lines.at(-1);
		if (last !== undefined && Math.abs(row.base - last.base) <= 0.4 * Math.max(row.size, last.size)) {
			last.cells.push(row);
			last.cells.sort((one, other) => one.left - other.left);
			last.text = last.cells.map(({ text }) => text).join(' ');
			last.left = Math.min(last.left, row.left);
			last.right = Math.max(last.right, row.right);
			last.size = Math.max(last.size, row.size);
		} else lines.push({ ...row, cells: [row] });
	}
	return lines;
}

/** How many lines from here on are a table: as many cells each, which begin at the same places. */
function tableAt(lines: readonly Line[], from: number): number {
	const cells = lines[from]?.cells ?? [];
	if (cells.length < 2) return 0;
	let count = 0;
	for (let line = lines[from]; line !== undefined; line = lines[from + ++count]) {
		const isAlike =
			line.cells.length === cells.length &&
			line.cells.every((cell, at) => {
				const first = cells[at];
				// Numbers stand under each other at their end.
				return (
					first !== undefined &&
					(Math.abs(cell.left - first.left) < 1.5 * cell.size ||
						Math.abs(cell.right - first.right) < 1.5 * cell.size)
				);
			});
		if (!isAlike) break;
	}
	return count >= TABLE_ROWS ? count : 0;
}

function headingLevel({ size, text, cells }: Line, { body, headings }: Sizes): number {
	if (text.length > HEADING_CHARACTERS || cells.length > 1 || stepOf(size) < body * HEADING_GROWTH) return 0;
	if (!/\p{L}{2}/u.test(text)) return 0;
	const at = headings.findIndex((one) => one <= stepOf(size));
	return at === -1 ? 0 : at + 1;
}

function endsBefore(
	line: Row,
	before: Row,
	{ left, right, leading, isItem }: { left: number; right: number; leading: number; isItem: boolean }
): boolean {
	if (Math.abs(line.size - before.size) > SIZE_CHANGE * before.size) return true;
	const gap = line.base - before.base;
	if (gap > LEADING_GROWTH * Math.max(leading, before.size) || gap < 0) return true;
	const width = right - left;
	const isShort = before.right - left < SHORT_SHARE * width && ENDED.test(before.text);
	if (isShort) return true;
	// An item's lines after the first are set in, a paragraph's are not.
	return (
		!isItem &&
		line.left - left > INDENT_SHARE * line.size &&
		before.left - left <= INDENT_SHARE * line.size &&
		ENDED.test(before.text)
	);
}
