// Several things to do later on an object's single alarm: the alarm stands at the earliest. Plain rows, so that what is due
// survives the process; an alarm that rings late, or twice, finds what is due and nothing else.
import type { ConversationStorage } from './storage.ts';

export type Duty =
	/** A turn may have lost its process. */
	| 'watchdog'
	/** Something waits to be projected. */
	| 'outbox'
	/** Nobody has written for a while. */
	| 'rest'
	/** The time to undo a deletion is over. */
	| 'erase';

export interface Schedule {
	/** Puts a duty at a time, in place of the time it had. `tries` counts failures, for the backoff. */
	plan(duty: Duty, at: number, tries?: number): void;
	cancel(duty: Duty): void;
	/** What is due. It stays on the list until it is planned anew or cancelled: a duty cut short is done again. */
	due(now: number): { duty: Duty; tries: number }[];
	/** Sets the alarm to the earliest duty, where it does not stand there already. */
	settle(): void;
}

export function createSchedule(storage: ConversationStorage): Schedule {
	/** What the alarm was last set to; unknown (undefined) in a fresh process. */
	let alarmAt: number | null | undefined;
	return {
		plan: (duty, at, tries = 0) =>
			void storage.sql(
				`INSERT INTO due (kind, at, tries) VALUES (?, ?, ?)
				 ON CONFLICT (kind) DO UPDATE SET at = excluded.at, tries = excluded.tries`,
				duty,
				at,
				tries
			),
		cancel: (duty) => void storage.sql(`DELETE FROM due WHERE kind = ?`, duty),
		due: (now) => {
			// Asked when the alarm has rung: none is set any more.
			alarmAt = undefined;
			return storage.sql<{ duty: Duty; tries: number }>(
				`SELECT kind AS duty, tries FROM due WHERE at <= ? ORDER BY at`,
				now
			);
		},
		settle: () => {
			const earliest = storage.sql<{ at: number | null }>(`SELECT MIN(at) AS at FROM due`)[0]?.at ?? null;
			// An alarm that rings too early is harmless and cheaper than moving it at every turn.
			if (alarmAt !== undefined && alarmAt !== null && earliest !== null && alarmAt <= earliest) return;
			if (alarmAt === earliest) return;
			storage.setAlarm(earliest);
			alarmAt = earliest;
		}
	};
}

/** Waiting time before try `tries + 1`: 1 s, 2 s, 4 s … at most 10 minutes. */
export function backoffMs(tries: number): number {
	return Math.min(1_000 * 2 ** tries, 600_000);
}
