// A list that is watched: rows change where they stand, and what is new waits until somebody asks for it, so that nothing moves under a
// pointer or a finger.
import type { TranscriptPage, TranscriptRow } from '#lib/shared/transcripts.ts';

export const LOOK_EVERY_MS = 5_000;

/** The newest page as it is now. Rejects when it cannot be read. */
export type ReadNewest = () => Promise<TranscriptPage>;

export class WatchedList {
	rows: readonly TranscriptRow[] = $state.raw([]);
	/** Conversations that are not shown and come before those that are. */
	newCount = $state(0);
	/** The last look failed. */
	isStale = $state(false);
	readonly #read: ReadNewest;
	#isLooking = false;

	constructor(rows: readonly TranscriptRow[], read: ReadNewest) {
		this.rows = rows;
		this.#read = read;
	}

	/** One look at a time. */
	async look(): Promise<void> {
		if (this.#isLooking) return;
		this.#isLooking = true;
		try {
			const { transcripts } = await this.#read();
			const now = new Map(transcripts.map((row) => [row.id, row]));
			const shown = new Set(this.rows.map(({ id }) => id));
			this.rows = this.rows.map((row) => now.get(row.id) ?? row);
			this.newCount = transcripts.filter(({ id }) => !shown.has(id)).length;
			this.isStale = false;
		} catch {
			this.isStale = true;
		} finally {
			this.#isLooking = false;
		}
	}
}
