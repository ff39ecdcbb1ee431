// FTS5's own bm25 with its own constants and equal weights of the columns (https://www.sqlite.org/fts5.html#the_bm25_function), so that
// rows which are in no table rank among those that are. A test holds it against the real one.
export interface Bm25Corpus {
	/** Rows of the table. */
	rows: number;
	/** Terms of all rows together. */
	tokens: number;
	/** In how many rows a term occurs. */
	countOf(term: string): number;
}

const K1 = 1.2;
const B = 0.75;
/** What FTS5 takes for a term that more than half of the rows hold. */
const LEAST_IDF = 1e-6;

/** The higher the better, unlike FTS5's, which is the negative of it. A term that is asked for twice counts twice. */
export function createBm25(
	terms: readonly string[],
	{ rows, tokens, countOf }: Bm25Corpus
): (stems: readonly string[]) => number {
	const averageLength = tokens / Math.max(1, rows);
	const idfs = terms.map((term) => {
		const count = countOf(term);
		return Math.max(LEAST_IDF, Math.log((rows - count + 0.5) / (count + 0.5)));
	});
	return (stems) => {
		const counts = new Map<string, number>();
		for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
		const norm = K1 * (1 - B + (B * stems.length) / averageLength);
		return terms.reduce((sum, term, at) => {
			const count = counts.get(term) ?? 0;
			return sum + ((idfs[at] ?? 0) * (count * (K1 + 1))) / (count + norm);
		}, 0);
	};
}
