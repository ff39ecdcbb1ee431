// Reciprocal rank fusion: one order out of several, by ranks alone, so that scores of different kinds need no common scale.

/** The usual constant (Cormack, Clarke, Büttcher 2009): how little the very first places matter over the next. */
const RANK_OFFSET = 60;

export interface Ranking {
	/** Best first. */
	ids: readonly string[];
	weight: number;
}

/** Ids of all rankings, best first; ties keep the order in which ids were first met. */
export function fuseRankings(rankings: readonly Ranking[]): string[] {
	const scores = new Map<string, number>();
	for (const { ids, weight } of rankings)
		for (const [rank, id] of ids.entries())
			scores.set(id, (scores.get(id) ?? 0) + weight / (RANK_OFFSET + rank + 1));
	return [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
}
