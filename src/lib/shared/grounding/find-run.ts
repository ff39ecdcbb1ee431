// Finds every occurrence of a run of words in a longer one, in linear time (Knuth, Morris and Pratt).

/** Start indices of `needle` in `haystack`, ascending; overlapping occurrences count. Empty for an empty needle. */
export function findRuns(haystack: readonly string[], needle: readonly string[]): number[] {
	if (needle.length === 0 || needle.length > haystack.length) return [];
	const fallback = fallbacksOf(needle);
	const starts: number[] = [];
	let matched = 0;
	for (let at = 0; at < haystack.length; at++) {
		while (matched > 0 && haystack[at] !== needle[matched]) matched = fallback[matched - 1] ?? 0;
		if (haystack[at] === needle[matched]) matched++;
		if (matched === needle.length) {
			starts.push(at - needle.length + 1);
			matched = fallback[matched - 1] ?? 0;
		}
	}
	return starts;
}

/** For each prefix, the length of its longest proper prefix that is also its suffix. */
function fallbacksOf(needle: readonly string[]): number[] {
	const fallback = [0];
	let length = 0;
	for (let at = 1; at < needle.length; at++) {
		while (length > 0 && needle[at] !== needle[length]) length = fallback[length - 1] ?? 0;
		if (needle[at] === needle[length]) length++;
		fallback.push(length);
	}
	return fallback;
}
