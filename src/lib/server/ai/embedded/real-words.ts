// Whether a word is English, so that it is not taken for a slip of another: who asks about decibels does not mean "decides". By a filter of
// the words of SCOWL up to size 50 (real-words-filter.ts): about one misspelling in a hundred passes as a word.
import { fromBase64url } from '#lib/shared/base64url.ts';
import { FILTER } from './real-words-filter.ts';
import { placesOf } from './word-filter.ts';

let bits: Uint8Array | undefined;

/** `word`: in small letters, as somebody typed it. Words of less than five letters are not kept: nothing takes them for slips. */
export function isRealWord(word: string): boolean {
	const filter = (bits ??= fromBase64url(FILTER));
	return placesOf(word, filter.length * 8).every((place) => ((filter[place >> 3] ?? 0) >> (place & 7)) & 1);
}
