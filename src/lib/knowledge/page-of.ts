/** Which page an offset of the text stands on, from 1. `starts`: the offset at which each page begins, never falling. */
export function pageOf(starts: readonly number[], offset: number): number {
	let low = 0;
	let high = starts.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((starts[middle] ?? 0) <= offset) low = middle + 1;
		else high = middle;
	}
	return Math.max(1, low);
}
