// What a service returned, or threw, as an HTTP response.
import { toErrorBody, AppError, type ErrorBody } from '#lib/shared/errors.ts';
import { STATUS } from './status.ts';

/** An answer that needs more than 200 and JSON. */
export class Reply {
	constructor(
		readonly data: unknown,
		readonly init: { status?: number; headers?: Record<string, string> } = {}
	) {}
}

/** A Response goes out as it is, undefined is 204, everything else is JSON. */
export function toResponse(result: unknown): Response {
	// What an object answered has headers that cannot be changed, and SvelteKit adds the cookies; an upgrade must stay the very same.
	if (result instanceof Response) return result.status === 101 ? result : new Response(result.body, result);
	const reply = result instanceof Reply ? result : new Reply(result);
	const headers = new Headers({ 'cache-control': 'private, no-store', ...reply.init.headers });
	if (reply.data === undefined) return new Response(null, { status: reply.init.status ?? 204, headers });
	if (!headers.has('content-type')) headers.set('content-type', 'application/json; charset=utf-8');
	return new Response(JSON.stringify(reply.data), { status: reply.init.status ?? 200, headers });
}

/** The status and body of any thrown value, and the headers that go with it. */
export function describeThrown(
	thrown: unknown,
	requestId: string,
	now: number
): { status: number; body: ErrorBody; headers: Record<string, string> } {
	const body = toErrorBody(thrown, requestId, now);
	const seconds = thrown instanceof AppError ? thrown.retryAfterSeconds : undefined;
	return {
		status: STATUS[body.error.code],
		body,
		headers: {
			'cache-control': 'no-store',
			...(seconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(seconds))) })
		}
	};
}
