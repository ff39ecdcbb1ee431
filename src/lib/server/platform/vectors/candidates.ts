// Chooses which rows can be among the best k, given scores that are known only within a margin.
// Guarantees: as long as every true score lies within its margin and no more than `limit` rows can be told apart from the best, none of
// the true best k is missing. Beyond the limit, the rows of the highest scores are kept. Rows that cannot score above 0 are no matches.

/** A list this long is thinned by what has become known since. */
const THIN_AT = 8_192;

export class CandidateSelection {
	private readonly topK: number;
	private readonly limit: number;
	/** The topK highest lower bounds so far, as a binary heap whose root is the lowest. */
	private readonly sure: number[] = [];
	private rows: { row: number; score: number; highest: number }[] = [];
	private thinAt = THIN_AT;
	/** Nothing that cannot exceed this can be among the best. */
	private floor = 0;

	constructor(topK: number, limit: number) {
		this.topK = topK;
		this.limit = Math.max(topK, limit);
	}

	offer(row: number, score: number, margin: number): void {
		const highest = score + margin;
		if (!(highest > this.floor || (highest === this.floor && highest > 0))) return;
		this.rows.push({ row, score, highest });
		this.raiseFloor(score - margin);
		if (this.rows.length < this.thinAt) return;
		this.thin();
		// Many rows of one score cannot be thinned: do not try again at each.
		this.thinAt = Math.max(THIN_AT, this.rows.length * 2);
	}

	/** The rows to look at exactly, best score first. */
	take(): number[] {
		this.thin();
		return this.rows
			.sort((a, b) => b.score - a.score || a.row - b.row)
			.slice(0, this.limit)
			.map(({ row }) => row);
	}

	private thin(): void {
		this.rows = this.rows.filter(({ highest }) => highest >= this.floor);
	}

	private raiseFloor(lowest: number): void {
		const { sure } = this;
		if (sure.length < this.topK) {
			let at = sure.push(lowest) - 1;
			while (at > 0) {
				const parent = (at - 1) >> 1;
				if ((sure[parent] as number) <= lowest) break;
				sure[at] = sure[parent] as number;
				at = parent;
			}
			sure[at] = lowest;
		} else if (lowest > (sure[0] as number)) {
			let at = 0;
			for (;;) {
				let child = 2 * at + 1;
				if (child >= sure.length) break;
				if (child + 1 < sure.length && (sure[child + 1] as number) < (sure[child] as number)) child++;
				if ((sure[child] as number) >= lowest) break;
				sure[at] = sure[child] as number;
				at = child;
			}
			sure[at] = lowest;
		}
		if (sure.length === this.topK) this.floor = Math.max(0, sure[0] as number);
	}
}
