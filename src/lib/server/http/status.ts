import type { ErrorCode } from '#lib/shared/errors.ts';

/** The one place where an error becomes an HTTP status. */
export const STATUS: Record<ErrorCode, number> = {
	invalid: 400,
	unauthenticated: 401,
	forbidden: 403,
	'not-found': 404,
	conflict: 409,
	'too-large': 413,
	unsupported: 415,
	'rate-limited': 429,
	internal: 500,
	unavailable: 503
};
