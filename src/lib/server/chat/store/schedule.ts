// Several things to do later on an object's single alarm: the alarm stands at the earliest. Plain rows, so that what is due
// survives the process; an alarm that rings late, or twice, finds what is due and nothing else.
import type { ConversationStorage } from './storage.ts';

export type Duty =
	/** A turn may have lost its process. */
	| 'watchdog'
	/** Something waits to be projected. */
	| 'outbox'
	/** Whoever has the floor may be gone. */
	| 'floor'
	/** A call may have lost its process, or nobody comes back to it. */
	| 'call'
	/** Nobody has written for a while. */
	| 'rest'
	/** Nobody has written for very long. */
	| 'archive'
	/** The time to undo a deletion is over. */
	| 'erase';

/**
 * How much sooner than asked a duty may stand: moving it at every message would write a row each time for nothing. What rings a little
 * early finds that there is nothing to do yet, or does it a little early. Milliseconds.
 */
const MAY_STAND_SOONER_MS: Record<Duty, number> = {
	watchdog: 10_000,
	outbox: 2_000,
	floor: 5_000,
	call: 5_000,
	rest: 60_000,
	archive: 3_600_000,
	erase: 0
};

export interface Schedule {
	/** Puts a duty at a time, in place of the time it had, unless that is near enough. `tries` counts failures, for the backoff. */
	plan(duty: Duty, at: number, tries?: number): void;
	cancel(duty: Duty): void;
	isPlanned(duty: Duty): boolean;
	/** What is due. It stays on the list until it is planned anew or cancelled: a duty cut short is done again. */
	due(now: number): { duty: Duty; tries: number }[];
	/** Sets the alarm to the earliest duty, where it does not stand there already. */
	settle(): void;
	/** A transaction was undone, or the storage was filled by somebody else. */
	forget(): void;
}

interface Plan {
	at: number;
	tries: number;
}

export function createSchedule(storage: ConversationStorage): Schedule {
	/** What the alarm was last set to; unknown (undefined) in a fresh process. */
	let alarmAt: number | null | undefined;
	/** The rows, read once. */
	let known: Map<Duty, Plan> | undefined;

	function plans(): Map<Duty, Plan> {
		known ??= new Map(
			storage
				.sql<Plan & { duty: Duty }>(`SELECT kind AS duty, at, tries FROM due`)
				.map(({ duty, ...plan }) => [duty, plan])
		);
		return known;
	}

	return {
		plan(duty, at, tries = 0) {
			const present = plans().get(duty);
			const sooner = present === undefined ? Infinity : at - present.at;
			if (present?.tries === tries && sooner >= 0 && sooner <= MAY_STAND_SOONER_MS[duty]) return;
			storage.sql(
				`INSERT INTO due (kind, at, tries) VALUES (?, ?, ?)
				 ON CONFLICT (kind) DO UPDATE SET at = excluded.at, tries = excluded.tries`,
				duty,
				at,
				tries
			);
			plans().set(duty, { at, tries });
		},
		cancel(duty) {
			if (!plans().has(duty)) return;
			storage.sql(`DELETE FROM due WHERE kind = ?`, duty);
			plans().delete(duty);
		},
		isPlanned: (duty) => plans().has(duty),
		due(now) {
			// Asked when the alarm has rung: none is set any more.
			alarmAt = undefined;
			known = undefined;
			return [...plans()]
				.filter(([, { at }]) => at <= now)
				.sort(([, a], [, b]) => a.at - b.at)
				.map(([duty, { tries }]) => ({ duty, tries }));
		},
		settle() {
			const times = Array.from(plans().values(), ({ at }) => at);
			const earliest = times.length === 0 ? null : Math.min(...times);
			// An alarm that rings too early is harmless and cheaper than moving it at every turn.
			if (alarmAt !== undefined && alarmAt !== null && earliest !== null && alarmAt <= earliest) return;
			if (alarmAt === earliest) return;
			storage.setAlarm(earliest);
			alarmAt = earliest;
		},
		forget: () => {
			known = undefined;
			alarmAt = undefined;
		}
	};
}

/** Waiting time before try `tries + 1`: 1 s, 2 s, 4 s … at most 10 minutes. */
export function backoffMs(tries: number): number {
	return Math.min(1_000 * 2 ** tries, 600_000);
}
