// Cuts a readable piece out of a long text at its paragraph breaks. Offsets are UTF-16.

export interface Excerpt {
	text: string;
	/** The passage's place within `text`. */
	start: number;
	end: number;
	isCutBefore: boolean;
	isCutAfter: boolean;
}

const LONGEST_PASSAGE = 4_000;

/** The passage [start, end) with about `around` units of its surroundings on either side. undefined when there is no such span. */
export function excerpt(text: string, start: number, end: number, around = 900): Excerpt | undefined {
	if (start < 0 || end <= start || start >= text.length) return undefined;
	const last = Math.min(end, text.length, start + LONGEST_PASSAGE);
	const from = paragraphStart(text, start, around);
	const to = paragraphEnd(text, last, around);
	return {
		text: text.slice(from, to),
		start: start - from,
		end: last - from,
		isCutBefore: from > 0,
		isCutAfter: to < text.length
	};
}

function paragraphStart(text: string, start: number, around: number): number {
	if (start <= around) return 0;
	const near = text.indexOf('\n\n', start - around);
	if (near !== -1 && near + 2 <= start) return near + 2;
	// One long paragraph: its beginning, unless that is far off.
	const before = text.lastIndexOf('\n\n', start);
	return before !== -1 && start - before < 3 * around ? before + 2 : onCharacter(text, start - around);
}

function paragraphEnd(text: string, end: number, around: number): number {
	if (end + around >= text.length) return text.length;
	const near = text.lastIndexOf('\n\n', end + around);
	if (near >= end) return near;
	const after = text.indexOf('\n\n', end);
	return after !== -1 && after - end < 3 * around ? after : onCharacter(text, end + around);
}

/** Never between the halves of a character. */
function onCharacter(text: string, at: number): number {
	const unit = text.charCodeAt(at);
	return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}

export interface Sheet {
	/** From 1. */
	number: number;
	count: number;
	from: number;
	to: number;
}

/** A page of a text that is too long for one. `at` is an offset the page must hold; a short text is one page. */
export function sheetAt(text: string, at: number, size = 60_000): Sheet {
	const starts = [0];
	if (text.length > size * 1.5)
		for (let from = size; from < text.length - size / 2; from += size) {
			const gap = text.indexOf('\n\n', from);
			const start = gap === -1 || gap > from + size / 2 ? onCharacter(text, from) : gap + 2;
			if (start > (starts.at(-1) ?? 0)) starts.push(start);
		}
	const index = Math.max(
		0,
		starts.findLastIndex((start) => start <= at)
	);
	return {
		number: index + 1,
		count: starts.length,
		from: starts[index] ?? 0,
		to: starts[index + 1] ?? text.length
	};
}

/** The first offset of a page by its number, for going from page to page. */
export function sheetStart(text: string, number: number): number {
	let sheet = sheetAt(text, 0);
	while (sheet.number < number && sheet.number < sheet.count) sheet = sheetAt(text, sheet.to);
	return sheet.from;
}
