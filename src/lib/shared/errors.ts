// The one error of the product. Rooms throw it; only http/ turns it into a response. Anything else that is thrown is a bug.
import { z } from 'zod';

export const ErrorCode = z.enum([
	'invalid',
	'unauthenticated',
	'forbidden',
	'not-found',
	'conflict',
	'too-large',
	'unsupported',
	'rate-limited',
	'unavailable',
	'internal'
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

interface AppErrorOptions {
	/** True when the same request may succeed later without being changed. */
	retryable?: boolean;
	/** True when another way to the same end exists and the user has been, or can be, offered it. */
	fallbackAvailable?: boolean;
	/** Plain data for the client; never secrets, never personal data. */
	details?: unknown;
	/** Seconds after which a retry makes sense; becomes Retry-After. */
	retryAfterSeconds?: number;
	cause?: unknown;
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['rate-limited', 'unavailable']);

export class AppError extends Error {
	override readonly name = 'AppError';
	readonly retryable: boolean;
	readonly fallbackAvailable: boolean;
	readonly details: unknown;
	readonly retryAfterSeconds: number | undefined;

	constructor(
		readonly code: Exclude<ErrorCode, 'internal'>,
		message: string,
		options: AppErrorOptions = {}
	) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.retryable = options.retryable ?? RETRYABLE.has(code);
		this.fallbackAvailable = options.fallbackAvailable ?? false;
		this.details = options.details;
		this.retryAfterSeconds = options.retryAfterSeconds;
	}
}

/** The error shape on every wire: HTTP bodies, `error` parts of a stream, socket frames. `timestamp` is milliseconds since epoch. */
export const ErrorBody = z.object({
	error: z.object({
		code: ErrorCode,
		message: z.string(),
		details: z.unknown().optional(),
		retryable: z.boolean(),
		fallbackAvailable: z.boolean()
	}),
	requestId: z.string(),
	timestamp: z.number().int()
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** The body for any thrown value. A bug is described as such and keeps its words to itself: they belong in the log. */
export function toErrorBody(thrown: unknown, requestId: string, now: number): ErrorBody {
	const known = thrown instanceof AppError ? thrown : undefined;
	return {
		error: {
			code: known?.code ?? 'internal',
			message: known?.message ?? 'Something went wrong on our side. Please try again.',
			...(known?.details === undefined ? {} : { details: known.details }),
			retryable: known?.retryable ?? true,
			fallbackAvailable: known?.fallbackAvailable ?? false
		},
		requestId,
		timestamp: now
	};
}

/** An error as plain data, for the hop to a Durable Object and back: RPC does not carry an error's own fields. */
export const ErrorPlain = ErrorBody.shape.error.extend({ retryAfterSeconds: z.number().optional() });
export type ErrorPlain = z.infer<typeof ErrorPlain>;

export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorPlain };

/** Runs `work` and puts a thrown AppError into the outcome; a bug is thrown on. */
export async function toOutcome<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
	try {
		return { ok: true, value: await work() };
	} catch (thrown) {
		if (!(thrown instanceof AppError)) throw thrown;
		const { code, message, details, retryable, fallbackAvailable, retryAfterSeconds } = thrown;
		return {
			ok: false,
			error: {
				code,
				message,
				retryable,
				fallbackAvailable,
				...(details === undefined ? {} : { details }),
				...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds })
			}
		};
	}
}

/** The other end of toOutcome: the value, or the AppError thrown again. */
export function fromOutcome<T>(outcome: Outcome<T>): T {
	if (outcome.ok) return outcome.value;
	const { code, message, ...options } = outcome.error;
	if (code === 'internal') throw new Error(message);
	const { retryAfterSeconds, ...rest } = options;
	throw new AppError(code, message, {
		...rest,
		...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds })
	});
}
