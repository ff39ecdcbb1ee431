// What every refusal of the product looks like, whoever makes it: one shape, one id, nothing of its insides.
import { expect } from '../fixtures.ts';
import type { Answer } from './caller.ts';

export type Code =
	| 'invalid'
	| 'unauthenticated'
	| 'forbidden'
	| 'not-found'
	| 'conflict'
	| 'too-large'
	| 'unsupported'
	| 'rate-limited'
	| 'unavailable'
	| 'internal';

const STATUS: Record<Code, number> = {
	invalid: 400,
	unauthenticated: 401,
	forbidden: 403,
	'not-found': 404,
	conflict: 409,
	'too-large': 413,
	unsupported: 415,
	'rate-limited': 429,
	unavailable: 503,
	internal: 500
};

export interface Refusal {
	code: Code;
	message: string;
	retryable: boolean;
	fallbackAvailable: boolean;
	details?: unknown;
}

/** Checks the whole shape and gives the error in it. */
export function refusalOf(answer: Answer, what = ''): Refusal {
	const where = `${what} ${answer.status} ${answer.text.slice(0, 300)}`;
	expect(answer.headers.get('content-type'), where).toMatch(/^application\/json/);
	expect(answer.json, where).toEqual({
		error: expect.objectContaining({
			code: expect.stringMatching(/^[a-z-]+$/),
			message: expect.stringMatching(/\S/),
			retryable: expect.any(Boolean),
			fallbackAvailable: expect.any(Boolean)
		}),
		requestId: answer.headers.get('x-request-id'),
		timestamp: expect.any(Number)
	});
	const { error, timestamp } = answer.json as { error: Refusal; timestamp: number };
	const known = ['code', 'message', 'retryable', 'fallbackAvailable', 'details'];
	expect(
		Object.keys(error).filter((key) => !known.includes(key)),
		where
	).toEqual([]);
	expect(Math.abs(Date.now() - timestamp), `${where}: the timestamp is now, in milliseconds`).toBeLessThan(
		60_000
	);
	expect(answer.headers.get('cache-control'), where).toContain('no-store');
	// Neither a stack, nor SQL, nor a file of ours.
	expect(answer.text, where).not.toMatch(/\bat \S+ \(|D1_|SQLITE|\.(?:ts|js):\d+|node_modules/);
	return error;
}

export function expectRefusal(answer: Answer, code: Code, what = ''): Refusal {
	const error = refusalOf(answer, what);
	expect(error.code, `${what} ${answer.text.slice(0, 300)}`).toBe(code);
	expect(answer.status, what).toBe(STATUS[code]);
	return error;
}
