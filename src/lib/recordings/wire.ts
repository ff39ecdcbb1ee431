// The browser's side of the recordings' API: one request, one answer, one kind of error.
import { toWireError, WireError } from '#lib/shared/wire-error.ts';

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
		throw new WireError('unreachable', String(cause), true);
	}
	if (!response.ok) throw await toWireError(response);
	return response.status === 204 ? (undefined as T) : response.json<T>();
}

function contentOf(body: unknown): Pick<RequestInit, 'body' | 'headers'> {
	return body instanceof FormData
		? { body }
		: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
