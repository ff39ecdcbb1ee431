// How a request of the browser went wrong, for every feature alike, and how long to wait before it is made again.

/** A request that was answered with an error, or (code `unreachable`) not answered at all. */
export class WireError extends Error {
	override readonly name = 'WireError';
	constructor(
		readonly code: string,
		message: string,
		readonly isRetryable: boolean,
		readonly retryAfterMs?: number
	) {
		super(message);
	}
}

/** What the server said of its refusal; `internal` where it said nothing that can be read. */
export async function toWireError(response: Response): Promise<WireError> {
	const seconds = Number(response.headers.get('retry-after') ?? 'x');
	const body: unknown = await response.json().catch(() => undefined);
	const error = (body as { error?: { code?: string; message?: string; retryable?: boolean } } | undefined)
		?.error;
	return new WireError(
		error?.code ?? 'internal',
		error?.message ?? '',
		error?.retryable ?? response.status >= 500,
		Number.isFinite(seconds) ? seconds * 1000 : undefined
	);
}

/** Half a second, then doubling to fifteen. */
export function backoffMs(attempt: number): number {
	return Math.min(15_000, 500 * 2 ** attempt);
}
