import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isRealWord } from '../src/lib/server/ai/embedded/real-words.ts';
import { FILTER_MODULE, listRealWords, writeFilter } from './make-real-words.mjs';

describe('the filter of English words', () => {
	it('is the one the lists make', async () => {
		expect(await readFile(FILTER_MODULE, 'utf8')).toBe(writeFilter(listRealWords()));
	});

	it('knows every word of the lists, and about one string in a hundred besides', () => {
		const list = listRealWords();
		expect(list.filter((word) => !isRealWord(word))).toEqual([]);
		const known = new Set(list);
		const swapped = list
			.map((word) => word.slice(0, 2) + word.charAt(3) + word.charAt(2) + word.slice(4))
			.filter((word) => !known.has(word));
		expect(swapped.filter(isRealWord).length / swapped.length).toBeLessThan(0.015);
	});

	it('tells words from slips', () => {
		expect(['decibels', 'parcel', 'contract', 'stuck', 'properly'].filter(isRealWord)).toHaveLength(5);
		expect(['notise', 'aplication', 'recieve', 'syncopaton', 'cadance'].filter(isRealWord)).toEqual([]);
	});
});
