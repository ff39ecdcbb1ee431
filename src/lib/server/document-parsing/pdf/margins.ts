// What stands above and below the text of page after page: running titles, page numbers. Known by standing at the same height, near an
// edge, on several pages, with the same words once numbers are left out of account.
import { sizesOf } from './blocks.ts';
import type { PageText, Row } from './page-text.ts';

/** Of the page's height, from either edge. */
const MARGIN_SHARE = 0.13;
const LINES_OF_MARGIN = 3;
const HEIGHT_STEP = 12;
/** So often it is no accident, however long the document is. */
const OFTEN = 6;
const LEAST = 3;
/** Than the text itself: a title that chapters begin with stands at the same height on each of their first pages. */
const LARGER = 1.1;
/** Of a short document's pages. */
const SHARE = 0.5;

export function withoutMargins(pages: readonly PageText[]): PageText[] {
	const counts = new Map<string, number>();
	for (const page of pages)
		for (const key of new Set(marginRows(page).map((row) => keyOf(row, page))))
			counts.set(key, (counts.get(key) ?? 0) + 1);
	const often = Math.min(OFTEN, Math.max(LEAST, Math.ceil(pages.length * SHARE)));
	const largest = sizesOf(pages.flatMap(({ rows }) => rows)).body * LARGER;
	return pages.map((page) => {
		const isOften = (row: Row) => row.size <= largest && (counts.get(keyOf(row, page)) ?? 0) >= often;
		const dropped = new Set<Row>();
		for (const margin of marginsOf(page))
			for (const line of margin) {
				// What is said anew on this page ends its margin: below it the page's own text begins.
				if (!line.some(isOften)) break;
				for (const row of line.filter(isOften)) dropped.add(row);
			}
		return dropped.size === 0 ? page : { ...page, rows: page.rows.filter((row) => !dropped.has(row)) };
	});
}

const marginRows = (page: PageText): Row[] => marginsOf(page).flat(2);

/** Lines near either edge, from the edge inwards, each as its rows. */
function marginsOf({ rows, height }: PageText): [Row[][], Row[][]] {
	const lines: Row[][] = [];
	for (const row of rows.toSorted((one, other) => one.base - other.base)) {
		const last = lines.at(-1);
		if (last?.[0] !== undefined && row.base - last[0].base < 0.5 * row.size) last.push(row);
		else lines.push([row]);
	}
	const within = (from: number, to: number) =>
		lines.filter(([row]) => row !== undefined && row.base >= from && row.base <= to);
	return [
		within(-Infinity, height * MARGIN_SHARE).slice(0, LINES_OF_MARGIN),
		within(height * (1 - MARGIN_SHARE), Infinity)
			.reverse()
			.slice(0, LINES_OF_MARGIN)
	];
}

function keyOf({ text, base }: Row, { height }: PageText): string {
	// Feet stand at the same distance from below, whatever the page's height.
	const place = base < height / 2 ? base : base - height;
	const words = text
		.toLowerCase()
		.replace(/\p{N}+/gu, '#')
		.replace(/^[ivxlc]+$/, '#');
	return `${Math.round(place / HEIGHT_STEP)} ${words}`;
}
