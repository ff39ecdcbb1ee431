// What a PDF says of a page: pieces of text with their place, as they were painted. Here they become rows: pieces on one base line without a
// wide gap between them, measured in points from the upper left corner. Text that runs in another direction than most of the page (a mark
// across it, words along its edge) is left out.
import { cleanText } from '../clean-text.ts';

/** As pdf.js gives it; `transform` is already in the page's own frame, y downwards. */
export interface Piece {
	text: string;
	transform: readonly number[];
	width: number;
	isRightToLeft: boolean;
}

export interface Row {
	text: string;
	left: number;
	right: number;
	/** Of the base line, from above. */
	base: number;
	/** Of the letters, in points. */
	size: number;
}

export interface PageText {
	width: number;
	height: number;
	rows: Row[];
}

/** Of the letters' size: nearer than that there is no blank, wider than that another column or cell may begin (browsers part columns by 1). */
const BLANK_SHARE = 0.12;
const GUTTER_SHARE = 0.75;
const SAME_BASE_SHARE = 0.4;
/** In steps of a degree: text that leans less is taken for upright. */
const DEGREES = 5;

interface Placed extends Row {
	isRightToLeft: boolean;
}

export function toPageText(pieces: readonly Piece[], width: number, height: number): PageText {
	const angles = new Map<number, number>();
	for (const { text, transform } of pieces) {
		const angle = angleOf(transform);
		angles.set(angle, (angles.get(angle) ?? 0) + text.length);
	}
	const main = [...angles].sort(([, one], [, other]) => other - one)[0]?.[0] ?? 0;
	const placed: Placed[] = [];
	for (const piece of pieces) {
		if (piece.text.trim() === '' || angleOf(piece.transform) !== main) continue;
		const row = place(piece, main);
		if (row !== undefined) placed.push(row);
	}
	const turned = main % 180 !== 0;
	// Turned about its corner, the page lies beside where it was.
	const aside = main === 180 || main === 270 ? (turned ? height : width) : 0;
	const above = main === 90 || main === 180 ? (turned ? width : height) : 0;
	for (const row of placed) {
		row.left += aside;
		row.right += aside;
		row.base += above;
	}
	return { width: turned ? height : width, height: turned ? width : height, rows: toRows(placed) };
}

function angleOf([a = 1, b = 0]: readonly number[]): number {
	return (Math.round((Math.atan2(b, a) * 180) / Math.PI / DEGREES) * DEGREES + 360) % 360;
}

/** Turned so that it runs from left to right. */
function place({ text, transform, width, isRightToLeft }: Piece, angle: number): Placed | undefined {
	const [, , c = 0, d = 0, x = 0, y = 0] = transform;
	const turn = (-angle * Math.PI) / 180;
	const left = x * Math.cos(turn) - y * Math.sin(turn);
	const base = x * Math.sin(turn) + y * Math.cos(turn);
	const size = Math.hypot(c, d);
	if (![left, base, size, width].every(Number.isFinite) || size < 0.5) return undefined;
	const clean = cleanText(text).replace(/\s+/g, ' ');
	return { text: clean, left, right: left + Math.max(0, width), base, size, isRightToLeft };
}

function toRows(placed: Placed[]): Row[] {
	const sorted = placed.toSorted((one, other) => one.base - other.base || one.left - other.left);
	const rows: Row[] = [];
	for (let from = 0; from < sorted.length;) {
		const first = sorted[from];
		if (first === undefined) break;
		let to = from + 1;
		// Raised and lowered letters stand a little off the line they belong to.
		for (let next = sorted[to]; next !== undefined; next = sorted[++to])
			if (next.base - first.base > SAME_BASE_SHARE * Math.max(first.size, next.size)) break;
		rows.push(...onOneLine(sorted.slice(from, to)));
		from = to;
	}
	return rows;
}

function onOneLine(line: Placed[]): Row[] {
	const rows: { pieces: Placed[]; row: Row; letters: number }[] = [];
	for (const piece of line.toSorted((one, other) => one.left - other.left)) {
		const last = rows.at(-1);
		const before = last?.row;
		const gap = before === undefined ? 0 : piece.left - before.right;
		const size = Math.max(piece.size, before?.size ?? 0);
		if (
			last === undefined ||
			before === undefined ||
			gap > GUTTER_SHARE * size ||
			gap < -2 * size - (before.right - before.left)
		) {
			rows.push({ pieces: [piece], row: { ...piece }, letters: piece.text.length });
			continue;
		}
		last.pieces.push(piece);
		last.letters += piece.text.length;
		before.right = Math.max(before.right, piece.right);
		// A footnote's mark is small, an initial large: most of the letters say how large the line is.
		if (piece.text.length > last.letters / 2) {
			before.size = piece.size;
			before.base = piece.base;
		}
	}
	return rows
		.map(({ pieces, row: { left, right, base, size } }) => ({
			text: textOf(pieces).trim(),
			...{ left, right, base, size }
		}))
		.filter(({ text }) => text !== '');
}

/** Pieces from left to right as they are read; in a line of Hebrew or Arabic from right to left, but for numbers and words of others. */
function textOf(pieces: readonly Placed[]): string {
	const count = (isWanted: (piece: Placed) => boolean) =>
		pieces.reduce((sum, piece) => sum + (isWanted(piece) ? piece.text.trim().length : 0), 0);
	if (2 * count(({ isRightToLeft }) => isRightToLeft) < count(() => true)) return joined(pieces);
	const runs: Placed[][] = [];
	for (const piece of pieces) {
		const run = runs.at(-1);
		if (run !== undefined && isLeftToRight(piece) && run.every(isLeftToRight)) run.push(piece);
		else runs.push([piece]);
	}
	return joined(runs.toReversed().flat());
}

/** A number or a word: marks between words go with the line. */
const isLeftToRight = ({ isRightToLeft, text }: Placed): boolean =>
	!isRightToLeft && /[\p{L}\p{N}]/u.test(text);

function joined(pieces: readonly Placed[]): string {
	let text = '';
	let before: Placed | undefined;
	for (const piece of pieces) {
		const gap =
			before === undefined ? 0 : Math.max(piece.left, before.left) - Math.min(piece.right, before.right);
		const isApart = gap > BLANK_SHARE * Math.max(piece.size, before?.size ?? 0);
		text += (isApart && !text.endsWith(' ') && !piece.text.startsWith(' ') ? ' ' : '') + piece.text;
		before = piece;
	}
	return text;
}
