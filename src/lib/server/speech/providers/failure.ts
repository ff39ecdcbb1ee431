// How a provider of speech failed, as ours. Its own words stay in `cause`, for the log: they can hold keys and what was said.
import { AppError } from '#lib/shared/errors.ts';

/** What a provider does for the person, as in "The service that hears you". */
export type Part = 'transcriber' | 'speaker';

const SERVICE: Record<Part, string> = {
	transcriber: 'The service that listens',
	speaker: 'The service that speaks'
};

export function lost(part: Part, cause?: unknown): AppError {
	return new AppError('unavailable', `${SERVICE[part]} cannot be reached just now.`, {
		fallbackAvailable: true,
		cause
	});
}

export function busy(part: Part, { seconds, cause }: { seconds?: number; cause?: unknown } = {}): AppError {
	return new AppError('rate-limited', `${SERVICE[part]} is busy just now.`, {
		fallbackAvailable: true,
		cause,
		...(seconds === undefined ? {} : { retryAfterSeconds: seconds })
	});
}

export function misconfigured(part: Part, cause?: unknown): AppError {
	return new AppError('unavailable', `${SERVICE[part]} is not set up correctly. Please tell the school.`, {
		retryable: false,
		fallbackAvailable: true,
		cause
	});
}

/** Left alone for a while after failures, or not able to do what is asked. */
export function away(part: Part): AppError {
	return new AppError('unavailable', `${SERVICE[part]} is away just now.`, {
		retryable: false,
		fallbackAvailable: true
	});
}

export const tooSlow = (part: Part) => `${SERVICE[part]} took too long.`;

/** Of an HTTP answer, also to a request for a socket. */
export function failedWith(part: Part, response: Pick<Response, 'status' | 'headers'>): AppError {
	const { status } = response;
	const cause = new Error(`HTTP ${status}`);
	if (status === 429 || status === 503) {
		const seconds = Number(response.headers.get('retry-after'));
		const isTold = Number.isFinite(seconds) && seconds > 0;
		if (status === 429 || isTold) return busy(part, { cause, ...(isTold ? { seconds } : {}) });
	}
	if (status === 400 || status === 401 || status === 402 || status === 403 || status === 404)
		return misconfigured(part, cause);
	return lost(part, cause);
}

/** Codes of Workers AI: https://developers.cloudflare.com/workers-ai/platform/errors/ */
const BUSY_CODES = /\b3040\b/;
const REFUSED_CODES = /\b(3003|3006|3023|3036|3039|3041|3042|5004|5005|5007|5016|5018|5019)\b/;

/** What `env.AI.run` or `fetch` threw. An AppError passes through. */
export function thrownBy(part: Part, thrown: unknown): AppError {
	if (thrown instanceof AppError) return thrown;
	const { message, code } = { message: '', code: '', ...(thrown instanceof Error ? facts(thrown) : {}) };
	const words = `${code} ${message}`;
	if (BUSY_CODES.test(words) || /\b429\b|rate.?limit/i.test(words)) return busy(part, { cause: thrown });
	if (REFUSED_CODES.test(words)) return misconfigured(part, thrown);
	return lost(part, thrown);
}

function facts(error: Error): { message: string; code: string } {
	const { code } = error as Error & { code?: unknown };
	const isPlain = typeof code === 'number' || typeof code === 'string';
	return { message: error.message, code: isPlain ? String(code) : '' };
}

/** https://developers.deepgram.com/docs/stt-troubleshooting-websocket-data-and-net-errors: 1008 DATA, 1011 NET; 1013 is "try again later". */
export function closedWith(part: Part, code: number): AppError {
	const cause = new Error(`closed with ${code}`);
	if (code === 1013) return busy(part, { cause });
	if (code === 1008 || code === 1007 || code === 1003) return misconfigured(part, cause);
	return lost(part, cause);
}

/** A body nobody reads would keep its connection open. */
export function unread({ body }: Pick<Response, 'body'>): void {
	body?.cancel().catch(() => undefined);
}
