// A set of words in a few bits each (Bloom 1970): a word that was put in is always found, another one hardly ever. Made by
// scripts/make-real-words.mjs, read by real-words.ts.

/** Bits a word, and places a word: one strange word in about a hundred is taken for known. */
export const BITS_PER_WORD = 10;
const PLACES = 7;

/** FNV-1a over code units, from a start of its own. */
function hash(word: string, start: number): number {
	let value = start;
	for (let at = 0; at < word.length; at++) value = Math.imul(value ^ word.charCodeAt(at), 0x01000193);
	return (value ^ (value >>> 15)) >>> 0;
}

/** The bits that stand for a word. `size`: in bits. */
export function placesOf(word: string, size: number): number[] {
	const first = hash(word, 0x811c9dc5);
	// Odd, so that the places of one word do not fall together.
	const second = (hash(word, 0x9747b28c) | 1) >>> 0;
	return Array.from({ length: PLACES }, (_value, at) => (first + at * second) % size);
}
