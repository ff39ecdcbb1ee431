// Text as two tellings of it can be compared: letters and digits alone, without accents and case, ligatures taken apart, each knowing where it came
// from. Blanks, hyphens at the ends of lines, quotation marks and the signs of Markdown are what the tellings differ in. Offsets are UTF-16.

export interface FoldedText {
	letters: string;
	/** For each unit of `letters`, the span of the character it came from. */
	starts: Uint32Array;
	ends: Uint32Array;
	/** Whether a word may begin there: nothing, or no letter or digit, stands before it. */
	isWordStart: Uint8Array;
}

const KEPT = /[\p{L}\p{N}]/u;
/** Accents of their own, and soft hyphens, belong to the letter before. */
const INSIDE_WORD = /[\p{M}\u00ad]/u;
const LEFT_OUT = /[^\p{L}\p{N}]+/gu;

/** `breaks`: offsets, rising, at which a piece of the text begins that may be no continuation of the one before. */
export function foldText(text: string, breaks: readonly number[] = []): FoldedText {
	const starts: number[] = [];
	const ends: number[] = [];
	const wordStarts: number[] = [];
	const parts: string[] = [];
	let isAfterLetter = false;
	let nextBreak = 0;
	for (let at = 0; at < text.length;) {
		while (nextBreak < breaks.length && (breaks[nextBreak] ?? 0) <= at) {
			isAfterLetter = false;
			nextBreak++;
		}
		const code = text.charCodeAt(at);
		const end = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
		const folded = code < 0x80 ? foldAscii(code) : foldCharacter(text.slice(at, end));
		for (let unit = 0; unit < folded.length; unit++) {
			starts.push(at);
			ends.push(end);
			wordStarts.push(unit === 0 && !isAfterLetter ? 1 : 0);
		}
		if (folded !== '') isAfterLetter = true;
		else if (!INSIDE_WORD.test(text.slice(at, end))) isAfterLetter = false;
		else if (isAfterLetter) ends[ends.length - 1] = end;
		if (folded !== '') parts.push(folded);
		at = end;
	}
	return {
		letters: parts.join(''),
		starts: Uint32Array.from(starts),
		ends: Uint32Array.from(ends),
		isWordStart: Uint8Array.from(wordStarts)
	};
}

function foldAscii(code: number): string {
	const isKept =
		(code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
	return isKept ? String.fromCharCode(code >= 0x41 && code <= 0x5a ? code + 0x20 : code) : '';
}

function foldCharacter(character: string): string {
	const folded = character.normalize('NFKD').toLowerCase().normalize('NFKD').replace(LEFT_OUT, '');
	return KEPT.test(folded) ? folded : '';
}
