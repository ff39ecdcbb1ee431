// Where pages stand that are drawn under each other, and which of them are worth drawing. Lengths are CSS pixels.

/** Above the first page, between pages, and below the last. */
export const PAGE_GAP = 16;
/** A canvas of a page is some 10 MB: phones end pages that keep many. */
export const MOST_DRAWN = 6;

export interface Place {
	/** From 1. */
	page: number;
	/** Of the page's height, from above. */
	share: number;
}

export const totalHeight = (heights: readonly number[]): number =>
	heights.reduce((sum, height) => sum + height + PAGE_GAP, PAGE_GAP);

export function topOf(heights: readonly number[], { page, share }: Place): number {
	let top = PAGE_GAP;
	for (let index = 0; index < page - 1; index++) top += (heights[index] ?? 0) + PAGE_GAP;
	return top + share * (heights[page - 1] ?? 0);
}

export function placeAt(heights: readonly number[], offset: number): Place {
	let top = PAGE_GAP;
	for (const [index, height] of heights.entries()) {
		if (offset < top + height + PAGE_GAP || index === heights.length - 1)
			return { page: index + 1, share: height === 0 ? 0 : Math.max(0, Math.min(1, (offset - top) / height)) };
		top += height + PAGE_GAP;
	}
	return { page: 1, share: 0 };
}

/** The pages in view, nearest to its middle first, and then the ones next to them. */
export function pagesToDraw(heights: readonly number[], scrolled: number, viewHeight: number): number[] {
	if (heights.length === 0) return [];
	const first = placeAt(heights, scrolled).page;
	const last = placeAt(heights, scrolled + viewHeight).page;
	const middle = placeAt(heights, scrolled + viewHeight / 2).page;
	const pages: number[] = [];
	for (let page = Math.max(1, first - 1); page <= Math.min(heights.length, last + 1); page++)
		pages.push(page);
	const isSeen = (page: number) => page >= first && page <= last;
	return pages
		.sort(
			(one, other) =>
				Number(isSeen(other)) - Number(isSeen(one)) ||
				Math.abs(one - middle) - Math.abs(other - middle) ||
				other - one
		)
		.slice(0, MOST_DRAWN);
}
