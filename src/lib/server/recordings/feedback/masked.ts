// A sentence with its numbers, moments and words of degree taken out: what is left says whether it speaks of one take or of any.
const NUMBERS = /[+−-]?\d+(?:[:.]\d+)?/gu;
const DEGREES =
	/\b(?:a little|a bit|slightly|somewhat|rather|clearly|noticeably|markedly|far|much|very|strongly|about)\b/giu;

export function masked(text: string): string {
	return text.replace(DEGREES, '~').replace(NUMBERS, '#').replace(/\s+/gu, ' ').trim().toLowerCase();
}
