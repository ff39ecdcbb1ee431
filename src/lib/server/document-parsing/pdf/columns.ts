// The order in which the rows of a page are read. A gutter is a strip from top to bottom that few rows cross while many stand whole on
// either side, long enough to be lines of prose: cells of a table are not. Rows that cross it (a title, a wide figure's words) part the
// page into bands; in each the left column is read before the right one. Columns are looked at again, for a third one.
import type { PageText, Row } from './page-text.ts';

/** Rows read one after the other, between the edges of their column. */
export interface Column {
	left: number;
	right: number;
	rows: Row[];
}

const LEAST_ROWS = 4;
/** Of the rows beside a gutter, those that may cross it. */
const CROSSING_SHARE = 0.3;
/** Of a column's width, what its middle row fills at least. */
const FILLED_SHARE = 0.55;
const LEAST_CHARACTERS = 12;
const DEEPEST = 3;
const HEADING_GROWTH = 1.14;
/** Of the letters' size: so far apart are words of a line that fills its column. */
const DRAWN_SHARE = 2;
/** Of the letters' size: rows of two columns that are no further apart stand at one height. */
const BESIDE_SHARE = 1.6;
/** Of a heading's size: what it and the room about it take. */
const BETWEEN_SHARE = 2.2;

export function columnsOf({ rows }: PageText): Column[] {
	return split(rows, 0);
}

function split(rows: readonly Row[], depth: number): Column[] {
	if (rows.length === 0) return [];
	const gutter = depth < DEEPEST ? findGutter(rows) : undefined;
	if (gutter === undefined) return [toColumn(rows)];
	const columns: Column[] = [];
	let left: Row[] = [];
	let right: Row[] = [];
	const flush = () => {
		columns.push(...split(left, depth + 1), ...split(right, depth + 1));
		left = [];
		right = [];
	};
	let wide: Row[] = [];
	const flushWide = () => {
		if (wide.length > 0) columns.push(toColumn(wide));
		wide = [];
	};
	const size = middle(rows.map((row) => row.size));
	const ends = {
		left: bottom(rows.filter((row) => row.right <= gutter)),
		right: bottom(rows.filter((row) => row.left >= gutter))
	};
	for (const row of rows.toSorted((one, other) => one.base - other.base || one.left - other.left)) {
		const other = row.right <= gutter ? ends.right : ends.left;
		// A heading below the end of the other column begins what follows both, and so does one before which both end and after which both begin.
		const isHeading = row.size > HEADING_GROWTH * size && left.length + right.length > 0;
		if (isHeading && (row.base > other || isBetween(row, rows, gutter, BESIDE_SHARE * size))) flush();
		if (row.right <= gutter) {
			flushWide();
			left.push(row);
		} else if (row.left >= gutter) {
			flushWide();
			right.push(row);
		} else {
			flush();
			wide.push(row);
		}
	}
	flush();
	flushWide();
	return columns;
}

/** Whether what stands above it ends in both columns at one height, and what stands below begins at one: it needs not be as wide as both. */
function isBetween(heading: Row, rows: readonly Row[], gutter: number, near: number): boolean {
	const isOwn = (row: Row) => (heading.right <= gutter ? row.right <= gutter : row.left >= gutter);
	const isOther = (row: Row) => (heading.right <= gutter ? row.left >= gutter : row.right <= gutter);
	// Its own second line is no text below it.
	const own = rows.filter((row) => isOwn(row) && Math.abs(row.size - heading.size) > 0.1 * heading.size);
	const sides = [own, rows.filter(isOther)].map((side) => ({
		above: Math.max(...side.map(({ base }) => (base < heading.base ? base : -Infinity))),
		below: Math.min(...side.map(({ base }) => (base >= heading.base ? base : Infinity)))
	}));
	const [one, other] = sides;
	if (one === undefined || other === undefined) return false;
	return (
		Math.abs(one.above - other.above) <= near &&
		Math.abs(one.below - other.below) <= near &&
		sides.every(({ above, below }) => below - above >= BETWEEN_SHARE * heading.size)
	);
}

function toColumn(rows: readonly Row[]): Column {
	return {
		left: Math.min(...rows.map(({ left }) => left)),
		right: Math.max(...rows.map(({ right }) => right)),
		rows: rows.toSorted((one, other) => one.base - other.base || one.left - other.left)
	};
}

/** The middle of the best strip, if there is one. */
function findGutter(rows: readonly Row[]): number | undefined {
	if (rows.length < 2 * LEAST_ROWS) return undefined;
	const size = middle(rows.map((row) => row.size));
	// Where a row ends and another begins: a gutter lies between two such places.
	const ends = [...new Set(rows.map(({ right }) => Math.round(right)))].sort((one, other) => one - other);
	let best: { at: number; crossing: number } | undefined;
	for (const end of ends) {
		const at = end + size * 0.4;
		const left = rows.filter((row) => row.right <= at);
		const right = rows.filter((row) => row.left >= at);
		const crossing = rows.length - left.length - right.length;
		if (Math.min(left.length, right.length) < LEAST_ROWS) continue;
		if (crossing > CROSSING_SHARE * Math.min(left.length, right.length)) continue;
		if (best !== undefined && crossing >= best.crossing) continue;
		if (isProse(left) && isProse(right) && areSideBySide(left, right)) best = { at, crossing };
	}
	return best?.at;
}

function isProse(rows: readonly Row[]): boolean {
	const width = Math.max(...rows.map(({ right }) => right)) - Math.min(...rows.map(({ left }) => left));
	const lines = drawnTogether(rows);
	return (
		middle(lines.map(({ left, right }) => right - left)) >= FILLED_SHARE * width &&
		middle(lines.map(({ characters }) => characters)) >= LEAST_CHARACTERS
	);
}

/** Lines whose words were drawn apart to fill their column, as one each. */
function drawnTogether(rows: readonly Row[]): { left: number; right: number; characters: number }[] {
	const lines: { left: number; right: number; characters: number; base: number }[] = [];
	for (const { left, right, base, size, text } of rows.toSorted(
		(one, other) => one.base - other.base || one.left - other.left
	)) {
		const last = lines.at(-1);
		if (
			last !== undefined &&
			Math.abs(base - last.base) < 0.1 * size &&
			left - last.right < DRAWN_SHARE * size
		) {
			last.right = Math.max(last.right, right);
			last.characters += text.length + 1;
		} else lines.push({ left, right, base, characters: text.length });
	}
	return lines;
}

function areSideBySide(left: readonly Row[], right: readonly Row[]): boolean {
	const from = Math.max(top(left), top(right));
	const to = Math.min(bottom(left), bottom(right));
	const shorter = Math.min(bottom(left) - top(left), bottom(right) - top(right));
	return to - from > 0.5 * shorter;
}

const top = (rows: readonly Row[]): number => Math.min(...rows.map(({ base }) => base));
const bottom = (rows: readonly Row[]): number => Math.max(...rows.map(({ base }) => base));

export function middle(values: readonly number[]): number {
	const sorted = values.toSorted((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
