// How far two words are apart: letters added, left out, changed, or two neighbours swapped (Damerau and Levenshtein). For single
// words of bounded length.

const LONGEST = 40;

/** From which length on a word may have one slip, and two. */
export type Tolerance = { one: number; two: number };
/** Beside a word that is known to be meant. */
const USUAL: Tolerance = { one: 4, two: 7 };

/** Whether one word may be the other one misspelt. */
export function isNear(a: string, b: string, { one, two }: Tolerance = USUAL): boolean {
	const longest = Math.max(a.length, b.length);
	const shortest = Math.min(a.length, b.length);
	if (longest > LONGEST || shortest < one) return a === b;
	const allowed = longest >= two ? 2 : 1;
	return longest - shortest <= allowed && distance(a, b) <= allowed;
}

function distance(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
			}
			row.push(least);
		}
		beforeLast = last;
		last = row;
	}
	return last[b.length] ?? 0;
}
