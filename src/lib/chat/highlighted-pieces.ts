import type { HighlightedText } from '#lib/shared/conversation/search.ts';

/** The text in pieces, found and not found by turns. Ranges that overlap or lie outside are cut to what is left. */
export function cutAtRanges({ text, ranges }: HighlightedText): { text: string; isFound: boolean }[] {
	const pieces: { text: string; isFound: boolean }[] = [];
	let at = 0;
	const put = (end: number, isFound: boolean) => {
		if (end > at) pieces.push({ text: text.slice(at, end), isFound });
		at = Math.max(at, end);
	};
	for (const [start, end] of ranges) {
		put(Math.min(start, text.length), false);
		put(Math.min(end, text.length), true);
	}
	put(text.length, false);
	return pieces;
}
