// A word broken at the end of a row is put together again. Its hyphen stays where the document writes the word with one elsewhere.

const BROKEN = /(\p{L}+)[-\u2010\u00ad]$/u;

export interface Joiner {
	/** Two rows of one paragraph as one. */
	join(before: string, after: string): string;
}

export function createJoiner(rows: Iterable<string>): Joiner {
	const hyphened = new Set<string>();
	for (const row of rows)
		for (const [word] of row.toLowerCase().matchAll(/\p{L}+-\p{L}+/gu)) hyphened.add(word);
	return {
		join(before, after) {
			const head = BROKEN.exec(before)?.[1];
			const tail = /^\p{Ll}+/u.exec(after)?.[0];
			if (head === undefined || tail === undefined) return `${before} ${after}`;
			const isHyphened = !before.endsWith('\u00ad') && hyphened.has(`${head}-${tail}`.toLowerCase());
			return (isHyphened ? before : before.slice(0, -1)) + after;
		}
	};
}
