// Tries again what may pass, after waits that double and are drawn at random below that (full jitter: Brooker, "Exponential backoff and
// jitter", AWS Architecture Blog 2015), so that many who failed together do not come back together.
import { AppError } from '#lib/shared/errors.ts';

export interface Patience {
	tries: number;
	/** The most the first wait lasts; each later one twice that of the one before. */
	firstWaitMs: number;
	/** What another side asks to wait for is done up to this. */
	longestWaitMs: number;
	wait(ms: number): Promise<void>;
	/** 0..1. */
	random(): number;
}

/** Waits for real, drawn at random: what a Patience has outside of tests. */
export const REAL_TIME: Pick<Patience, 'wait' | 'random'> = {
	wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
	random: Math.random
};

/** Only an AppError that says so is tried again, and only if `isWorthIt`. */
export async function tryAgain<T>(
	work: () => Promise<T>,
	patience: Patience,
	isWorthIt: (error: AppError) => boolean = () => true
): Promise<T> {
	const { tries, firstWaitMs, longestWaitMs, wait, random } = patience;
	for (let count = 1; ; count++) {
		try {
			return await work();
		} catch (thrown) {
			if (count >= tries || !(thrown instanceof AppError) || !thrown.retryable || !isWorthIt(thrown))
				throw thrown;
			const asked = (thrown.retryAfterSeconds ?? 0) * 1_000;
			if (asked > longestWaitMs) throw thrown;
			await wait(Math.max(asked, Math.min(longestWaitMs, random() * firstWaitMs * 2 ** (count - 1))));
		}
	}
}
