// Finds the indexed term a misspelled word was probably meant to be. One edit (a letter left out, put in, replaced, or two swapped) for
// words of five letters or more, two from eight on; never in the first letter; never a word with digits or signs. When several are
// equally near, the one in more passages. It does not guess at words that are merely absent: they are rarely that near to another.
import type { TermCount } from './candidate-queries.ts';

const FIRST_LENGTH = 5;
/** Below this a replaced letter makes another word too often (stole, style). */
const REPLACE_LENGTH = 6;
const TWO_EDITS_LENGTH = 8;
/** Endings the stemmer leaves on when the word before them is misspelled: diffr-ence. */
const ENDING = /(?:ences?|ances?|ations?|ings?|ed|ly|ers?)$/;

export function editsAllowed(stem: string): number {
	if (!/^[a-z]+$/.test(stem) || stem.length < FIRST_LENGTH) return 0;
	return stem.length >= TWO_EDITS_LENGTH ? 2 : 1;
}

/** Edit distance with swaps of neighbours (optimal string alignment), or `limit + 1` as soon as it is above the limit. */
export function editDistance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	let before: number[] = [];
	let previous = Array.from({ length: b.length + 1 }, (_value, at) => at);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		let least = i;
		for (let j = 1; j <= b.length; j++) {
			const isSame = a[i - 1] === b[j - 1];
			let cost = Math.min(
				(previous[j] ?? 0) + 1,
				(row[j - 1] ?? 0) + 1,
				(previous[j - 1] ?? 0) + (isSame ? 0 : 1)
			);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
			row.push(cost);
			least = Math.min(least, cost);
		}
		if (least > limit) return limit + 1;
		before = previous;
		previous = row;
	}
	return Math.min(previous[b.length] ?? limit + 1, limit + 1);
}

/** The stem to look for, and what else it may have been meant to be. */
export function spellingsOf(word: string, stem: string): string[] {
	return [...new Set([stem, word.replace(ENDING, '')])].filter((spelling) => editsAllowed(spelling) > 0);
}

export function repairStem(
	spellings: readonly string[],
	vocabulary: readonly TermCount[]
): string | undefined {
	let best: { term: string; distance: number; count: number } | undefined;
	for (const spelling of spellings) {
		const allowed = editsAllowed(spelling);
		if (allowed === 0) continue;
		for (const { term, count } of vocabulary) {
			if (term[0] !== spelling[0] || !/^[a-z]+$/.test(term)) continue;
			if (spelling.length < REPLACE_LENGTH && isReplacement(spelling, term)) continue;
			const distance = editDistance(spelling, term, best?.distance ?? allowed);
			if (distance > allowed) continue;
			const isBetter =
				!best || distance < best.distance || (distance === best.distance && count > best.count);
			if (isBetter) best = { term, distance, count };
		}
	}
	return best?.term;
}

/** Same length and exactly one letter replaced: swaps differ in two places. */
function isReplacement(a: string, b: string): boolean {
	if (a.length !== b.length) return false;
	let different = 0;
	for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) different++;
	return different === 1;
}
