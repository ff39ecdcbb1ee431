/** How long nobody may have used a conversation before it is archived. */
export interface Retention {
	/** The shortest of all. */
	shortestMs: number;
	longestMs: number;
	guestMs: number;
	of(personId: string): Promise<number>;
}

const DAY_MS = 24 * 60 * 60_000;

export function createRetention(settings: {
	guestDays: number;
	accountDays: number;
	isGuest: (personId: string) => Promise<boolean>;
}): Retention {
	const { guestDays, accountDays, isGuest } = settings;
	return {
		shortestMs: Math.min(guestDays, accountDays) * DAY_MS,
		guestMs: guestDays * DAY_MS,
		longestMs: Math.max(guestDays, accountDays) * DAY_MS,
		of: async (personId) => ((await isGuest(personId)) ? guestDays : accountDays) * DAY_MS
	};
}
