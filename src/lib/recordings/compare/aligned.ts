// From a moment of one take to the same music in another, along the pairs that the alignment found.

export interface Pair {
	here: number;
	there: number;
}

/** Between two pairs in proportion; before the first and behind the last at the same pace. */
export function otherMoment(pairs: readonly Pair[], seconds: number, from: 'here' | 'there'): number {
	const to = from === 'here' ? 'there' : 'here';
	const first = pairs[0];
	const last = pairs.at(-1);
	if (first === undefined || last === undefined) return seconds;
	if (seconds <= first[from]) return Math.max(0, first[to] - (first[from] - seconds));
	if (seconds >= last[from]) return last[to] + (seconds - last[from]);
	let low = 0;
	let high = pairs.length - 1;
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if ((pairs[middle]?.[from] ?? 0) <= seconds) low = middle;
		else high = middle;
	}
	const [before, after] = [pairs[low] ?? first, pairs[high] ?? last];
	const width = after[from] - before[from];
	return width <= 0 ? before[to] : before[to] + ((seconds - before[from]) / width) * (after[to] - before[to]);
}
