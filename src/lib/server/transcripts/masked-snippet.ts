// What stands around the first words that were found, after personal data has been masked. A range within something masked becomes all of
// its mask: one sees that it was found there, and not what it is.
import type { HighlightedText } from '#lib/shared/conversation/search.ts';
import type { Mask } from './masking/mask.ts';

const BEFORE = 60;
const LENGTH = 200;

export function maskedSnippet({ text, ranges }: HighlightedText, mask: Mask): HighlightedText {
	const masked = mask.text(text);
	const moved = ranges.map(([start, end]): [number, number] => [
		masked.offsetOf(start, 'start'),
		masked.offsetOf(end)
	]);
	const first = moved[0]?.[0] ?? 0;
	const from = wordBoundary(masked.text, Math.max(0, first - BEFORE), 1);
	const to = wordBoundary(masked.text, Math.min(masked.text.length, from + LENGTH), -1);
	const lead = from > 0 ? '…' : '';
	const trail = to < masked.text.length ? '…' : '';
	return {
		text: `${lead}${masked.text.slice(from, to)}${trail}`,
		ranges: moved.flatMap(([start, end]): [number, number][] => {
			const [a, b] = [Math.max(start, from), Math.min(end, to)];
			return b > a ? [[a - from + lead.length, b - from + lead.length]] : [];
		})
	};
}

/** At most 30 letters on: never in the middle of a word, nor of a character. */
function wordBoundary(text: string, at: number, step: 1 | -1): number {
	if (at === 0 || at === text.length) return at;
	for (let place = at, tries = 0; tries < 30 && place > 0 && place < text.length; place += step, tries++)
		if (/\s/.test(text.charAt(place))) return place;
	return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}
