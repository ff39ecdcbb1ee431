// A passage of a document's text, page by page of the PDF it was read from.
import { pageOf } from '../page-of.ts';
import type { QuotedSpan } from './find-passage.ts';

export interface PagePassage extends QuotedSpan {
	/** From 1. */
	page: number;
}

/** Of a page's text as much as tells one place on it from another. */
const AROUND = 6_000;
/** A citation is a few sentences; an address may ask for anything. */
const MOST_PAGES = 4;

/** `starts`: the offset at which each page begins. Nothing where [start, end) is no span of the text. */
export function passageOnPages(
	text: string,
	starts: readonly number[],
	start: number,
	end: number
): PagePassage[] {
	const last = Math.min(end, text.length);
	const passages: PagePassage[] = [];
	for (let page = pageOf(starts, start); page <= starts.length && passages.length < MOST_PAGES; page++) {
		const begin = page === 1 ? 0 : (starts[page - 1] ?? text.length);
		if (begin >= last) break;
		const from = Math.max(begin, start);
		const to = Math.min(starts[page] ?? text.length, last);
		if (text.slice(from, to).trim() === '') continue;
		const lower = Math.max(begin, from - AROUND);
		const upper = Math.min(starts[page] ?? text.length, to + AROUND);
		passages.push({ page, text: text.slice(lower, upper), start: from - lower, end: to - lower });
	}
	return passages;
}
