// A request that may succeed later is made again, a little later each time; as soon as the network is back when it was away.
import { backoffMs, WireError } from '#lib/shared/wire-error.ts';

const MOST_TRIES = 7;

export interface Retries {
	/** Resolves after `ms`, or at once when the network comes back. */
	wait: (ms: number, signal: AbortSignal) => Promise<void>;
	signal: AbortSignal;
}

export async function retrying<T>(work: () => Promise<T>, { wait, signal }: Retries): Promise<T> {
	for (let tries = 1; ; tries++) {
		signal.throwIfAborted();
		try {
			return await work();
		} catch (thrown) {
			signal.throwIfAborted();
			if (!(thrown instanceof WireError) || !thrown.isRetryable || tries >= MOST_TRIES) throw thrown;
			await wait(thrown.retryAfterMs ?? backoffMs(tries - 1), signal);
		}
	}
}

/** Ends early when the network comes back, and when `signal` says so. */
export function waitOrOnline(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			clearTimeout(timer);
			removeEventListener('online', end);
			signal.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, ms);
		addEventListener('online', end);
		signal.addEventListener('abort', end);
	});
}
