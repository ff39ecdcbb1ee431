// Words as they are compared: what was transcribed with what was said, what is shown with what is spoken.

/** Lower case, without marks; apostrophes inside stay. "Mm-hmm" is one word, and half of it ("mm-h"), "forty-five" two. */
export function wordsOf(text: string): string[] {
	return (
		text
			.toLowerCase()
			.replace(/[’‘`]/g, "'")
			.replace(/\b(mm|m|uh|um|mhm|hm)-(?=[hmu]{1,4}\b)/g, '$1')
			.match(/[\p{L}\p{N}\p{M}']+/gu)
			?.map((word) => word.replace(/^'+|'+$/g, ''))
			.filter((word) => word !== '') ?? []
	);
}

/** Two words that a transcriber may take for each other: one letter apart in a longer word. */
export function isAlike(a: string, b: string): boolean {
	if (a === b) return true;
	if (Math.min(a.length, b.length) < 5 || Math.abs(a.length - b.length) > 1) return false;
	let start = 0;
	while (start < a.length && a[start] === b[start]) start++;
	const rest = (word: string, skip: number) => word.slice(start + skip);
	return rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1);
}

/**
 * The longest run of pairs, in order on both sides, of words that are the same: [index in a, index in b]. Quadratic: for sentences, not books.
 */
export function matchWords(
	a: readonly string[],
	b: readonly string[],
	isSame: (a: string, b: string, indexA: number) => boolean = isAlike
): [number, number][] {
	const width = b.length + 1;
	const best = new Uint16Array((a.length + 1) * width);
	const at = (i: number, j: number) => best[i * width + j] ?? 0;
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			best[i * width + j] = isSame(a[i] ?? '', b[j] ?? '', i)
				? at(i + 1, j + 1) + 1
				: Math.max(at(i + 1, j), at(i, j + 1));
	const pairs: [number, number][] = [];
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		if (isSame(a[i] ?? '', b[j] ?? '', i) && at(i, j) === at(i + 1, j + 1) + 1) pairs.push([i++, j++]);
		else if (at(i + 1, j) >= at(i, j + 1)) i++;
		else j++;
	}
	return pairs;
}
