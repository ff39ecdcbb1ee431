// What a recording may be. Sizes are of the original file, times of the sound in it.
export const LIMITS = {
	fileBytes: 50_000_000,
	longestSeconds: 30 * 60,
	/** Less is no playing that anything could be said of. */
	shortestSeconds: 1,
	channels: 16,
	lowestRate: 4_000,
	highestRate: 384_000
} as const;
