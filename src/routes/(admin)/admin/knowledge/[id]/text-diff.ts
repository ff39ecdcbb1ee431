// What differs between two texts, line by line, for reading: lines that went and came, each run of them with the line before it. Not for texts
// that differ in thousands of lines: then it says so.
export type DiffLine = { kind: 'gone' | 'new' | 'kept'; text: string };

/** Compared in a table of this many cells: some tens of milliseconds. */
const MOST_CELLS = 4_000_000;

/** undefined where too much differs. */
export function diffLines(before: string, after: string): DiffLine[] | undefined {
	const a = before.split('\n');
	const b = after.split('\n');
	let start = 0;
	while (start < a.length && start < b.length && a[start] === b[start]) start++;
	let end = 0;
	while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
		end++;
	const gone = a.slice(start, a.length - end);
	const fresh = b.slice(start, b.length - end);
	if (gone.length * fresh.length > MOST_CELLS) return undefined;
	const lines = [...kept(a.slice(0, start)), ...between(gone, fresh), ...kept(a.slice(a.length - end))];
	// A line before each change says where one is.
	return lines.filter(
		({ kind, text }, at) => kind !== 'kept' || (text.trim() !== '' && isBeforeChange(lines, at))
	);
}

const kept = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'kept', text }));

/** Whether nothing but empty lines stands between it and a change. */
function isBeforeChange(lines: readonly DiffLine[], at: number): boolean {
	for (let next = at + 1; next < lines.length; next++) {
		const line = lines[next];
		if (line?.kind !== 'kept') return true;
		if (line.text.trim() !== '') return false;
	}
	return false;
}

/** By the longest common subsequence of lines. */
function between(gone: readonly string[], fresh: readonly string[]): DiffLine[] {
	const width = fresh.length + 1;
	const table = new Uint32Array((gone.length + 1) * width);
	const at = (row: number, column: number) => table[row * width + column] ?? 0;
	for (let row = gone.length - 1; row >= 0; row--)
		for (let column = fresh.length - 1; column >= 0; column--)
			table[row * width + column] =
				gone[row] === fresh[column]
					? at(row + 1, column + 1) + 1
					: Math.max(at(row + 1, column), at(row, column + 1));
	const lines: DiffLine[] = [];
	let row = 0;
	let column = 0;
	while (row < gone.length || column < fresh.length) {
		if (row < gone.length && column < fresh.length && gone[row] === fresh[column]) {
			lines.push({ kind: 'kept', text: gone[row] ?? '' });
			row++;
			column++;
		} else if (column >= fresh.length || (row < gone.length && at(row + 1, column) >= at(row, column + 1)))
			lines.push({ kind: 'gone', text: gone[row++] ?? '' });
		else lines.push({ kind: 'new', text: fresh[column++] ?? '' });
	}
	return lines;
}
