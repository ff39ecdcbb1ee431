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

export async function tryAgain<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
	const { tries, firstWaitMs, longestWaitMs, wait, random } = patience;
	for (let count = 1; ; count++) {
		try {
			return await work();
		} catch (thrown) {
			const isLast = count >= tries || !(thrown instanceof AppError) || !thrown.retryable;
			if (isLast) throw thrown;
			const asked = (thrown.retryAfterSeconds ?? 0) * 1_000;
			if (asked > longestWaitMs) throw thrown;
			await wait(Math.max(asked, Math.min(longestWaitMs, random() * firstWaitMs * 2 ** (count - 1))));
		}
	}
}
