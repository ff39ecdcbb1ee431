// The browser's side of the recordings' API: one request, one answer, one kind of error.

/** A request that was answered with an error, or (code `unreachable`) not answered at all. */
export class RecordingsError extends Error {
	override readonly name = 'RecordingsError';
	constructor(
		readonly code: string,
		message: string,
		readonly isRetryable: boolean,
		readonly retryAfterMs?: number
	) {
		super(message);
	}
}

/** A body that is no form goes out as JSON. An answer without content is undefined. */
export async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
	let response: Response;
	try {
		response = await fetch(path, {
			method,
			...(body === undefined ? {} : contentOf(body)),
			...(signal === undefined ? {} : { signal })
		});
	} catch (cause) {
		throw new RecordingsError('unreachable', String(cause), true);
	}
	if (!response.ok) throw await toError(response);
	return response.status === 204 ? (undefined as T) : response.json<T>();
}

export async function toError(response: Response): Promise<RecordingsError> {
	const seconds = Number(response.headers.get('retry-after') ?? 'x');
	const body: unknown = await response.json().catch(() => undefined);
	const error = (body as { error?: { code?: string; message?: string; retryable?: boolean } } | undefined)
		?.error;
	return new RecordingsError(
		error?.code ?? 'internal',
		error?.message ?? '',
		error?.retryable ?? response.status >= 500,
		Number.isFinite(seconds) ? seconds * 1000 : undefined
	);
}

function contentOf(body: unknown): Pick<RequestInit, 'body' | 'headers'> {
	return body instanceof FormData
		? { body }
		: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
